"""The columns that name people, used to delete, export, rename and find somebody.

`personal_data.py` says what is promised for each, and tests compare both with the tables.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, Text, cast

from bot.storage.tables import (
    asked_questions,
    calendar_meetings,
    calendars,
    channel_nudges,
    checkins,
    coaching_moments,
    commitments,
    contributors,
    deals,
    deliveries,
    disclosures,
    doors,
    draft_answers,
    feedback_answers,
    feedback_rounds,
    former_ids,
    installations,
    own_answers,
    own_content,
    pauses,
    people,
    pictures,
    practices,
    pressure_weeks,
    programme_runs,
    reflections,
    ridealongs,
    schedules,
    selfchecks,
    skillchecks,
    team_members,
    webhooks,
)

# The columns that make a row a person's, by table: the row is theirs if any of these holds their id.
THEIRS: Mapping[Table, Sequence[str]] = {
    people: ("user_id",),
    former_ids: ("former_id", "user_id"),
    pauses: ("user_id",),
    practices: ("user_id",),
    checkins: ("user_id",),
    selfchecks: ("user_id",),
    skillchecks: ("user_id",),
    draft_answers: ("user_id",),
    deals: ("user_id",),
    commitments: ("owner_id",),
    coaching_moments: ("author_id", "salesperson_id"),
    asked_questions: ("leader_id", "salesperson_id"),
    reflections: ("author_id",),
    ridealongs: ("leader_id", "salesperson_id"),
    team_members: ("leader_id", "salesperson_id"),
    feedback_answers: ("author_id",),
    feedback_rounds: ("leader_id",),
    calendars: ("user_id",),
    calendar_meetings: ("user_id",),
    pressure_weeks: ("user_id",),
    programme_runs: ("user_id",),
    schedules: ("recipient",),
    deliveries: ("recipient",),
    disclosures: ("author_id", "viewer_id"),
    contributors: ("user_id",),
    pictures: ("user_id",),
    doors: ("user_id",),
    own_content: ("team_of",),
    own_answers: ("user_id",),
}
# Relations between two people, which nobody can have with themselves.
BETWEEN_TWO: Sequence[tuple[Column[Any], Column[Any]]] = (
    (team_members.c.leader_id, team_members.c.salesperson_id),
    (asked_questions.c.leader_id, asked_questions.c.salesperson_id),
    (coaching_moments.c.author_id, coaching_moments.c.salesperson_id),
    (disclosures.c.author_id, disclosures.c.viewer_id),
    (ridealongs.c.leader_id, ridealongs.c.salesperson_id),
)
# Somebody's own rows that list others: the owner, and the list.
LISTING: Sequence[tuple[Column[Any], Column[Any]]] = (
    (checkins.c.user_id, checkins.c.developed),
    (selfchecks.c.user_id, selfchecks.c.team),
    (feedback_rounds.c.leader_id, feedback_rounds.c.invited),
)
# Who set up something that goes on without them.
SET_UP_BY: Sequence[Column[Any]] = (
    installations.c.installer_id,
    webhooks.c.made_by,
    channel_nudges.c.set_by,
    own_content.c.author_id,
)


def table_of(column: Column[Any]) -> Table:
    """The table that a column is in."""
    assert isinstance(column.table, Table)
    return column.table


def lists(names: Column[Any], user_id: str) -> ColumnElement[bool]:
    """Whether a column that lists people contains this one: checked in its JSON, so that nobody reads a whole
    workspace's rows.
    """
    return cast(names, Text).contains(f'"{user_id}"', autoescape=True)
