"""The columns that name people, by what is promised about them (`personal_data.py`), for what has to hold in each."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Column, Table

from bot.storage.base.types import NameList
from bot.storage.privacy.personal_data import GONE, HELD
from bot.storage.tables import metadata

# They name people other than the row's owner, or what is still to be done for a deleted one.
BESIDE = {
    "removals.conversation",
    "ridealongs.planned_by",
    "ridealongs.confirmed_by",
    "schedules.subject",
    "deliveries.subject",
}
# What there is between two people, by table: the columns of each.
BETWEEN_TWO = {
    "team_members": ("leader_id", "salesperson_id"),
    "asked_questions": ("leader_id", "salesperson_id"),
    "coaching_moments": ("author_id", "salesperson_id"),
    "sights": ("author_id", "viewer_id"),
    "ridealongs": ("leader_id", "salesperson_id"),
}
# The owner of a row that lists others.
LISTING = {
    "checkins": ("user_id", "developed"),
    "selfchecks": ("user_id", "team"),
    "twin_rounds": ("leader_id", "invited"),
}
# Free texts, with when they were written; and rows that are deleted whole.
TEXTS = {
    "practices": ("at", ("text_sealed",)),
    "own_answers": ("at", ("text_sealed",)),
    "reflections": ("at", ("answers_sealed", "moment_sealed")),
    "ridealongs": ("starts_at", ("customer_sealed", "signal_sealed", "skill_sealed")),
}
WHOLE = {"coaching_moments": "at", "commitments": "made_on", "sights": "at"}


def column(name: str) -> Column[Any]:
    """A column by "table.column"."""
    table, _, own = name.partition(".")
    return metadata.tables[table].c[own]


NAMING: tuple[Column[Any], ...] = tuple(column(name) for name in HELD)
LISTS = tuple(each for each in NAMING if isinstance(each.type, NameList))
WORDS = tuple(each for each in NAMING if each.name == "subject")
SINGLE = tuple(each for each in NAMING if each not in (*LISTS, *WORDS) and each.table.name != "former_ids")


def theirs() -> Mapping[Table, list[str]]:
    """The columns that make a row a person's, by table."""
    found: dict[Table, list[str]] = {}
    for name, held in HELD.items():
        if held.deletion.startswith(GONE) and name not in BESIDE:
            found.setdefault(metadata.tables[name.partition(".")[0]], []).append(column(name).key)
    return found
