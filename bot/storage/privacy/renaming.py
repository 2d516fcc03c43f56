"""Moves everything of a person from a former id to the current one, in every column that names people."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table, UniqueConstraint, and_, delete, literal, select, update

from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.identities import BY_WEIGHT, longer
from bot.domain.time.schedule import Pause
from bot.storage.base.store import WorkspaceRows
from bot.storage.privacy.columns import BETWEEN_TWO, LISTING, SET_UP_BY, THEIRS, lists, table_of
from bot.storage.tables import (
    deliveries,
    former_ids,
    pauses,
    reflections,
    removals,
    ridealongs,
    schedules,
    team_members,
)

# Columns that hold one person's id.
SINGLE: Sequence[Column[Any]] = (
    *(table.c[name] for table, names in THEIRS.items() if table is not former_ids for name in names),
    *SET_UP_BY,
    ridealongs.c.planned_by,
    removals.c.conversation,
)
# Columns that list people, and texts in which one word may be a person's id.
LISTS: Sequence[Column[Any]] = (*(listed for _, listed in LISTING), ridealongs.c.confirmed_by)
WORDS: Sequence[Column[Any]] = (schedules.c.subject, deliveries.c.subject)


class Renaming(WorkspaceRows):
    """Renames people of one workspace. If there is a row under both ids, one stays: the newer, as far as they say when
    they were written.
    """

    async def of_person(self, former_id: str, user_id: str) -> int:
        """Move everything from one id to the other. Returns how many rows changed; a second run changes nothing."""
        changed = 0
        for column in chain(SINGLE, WORDS):
            changed += await self._renamed(column, former_id, user_id)
        for names in LISTS:
            changed += await self._listed(names, former_id, user_id)
        if changed:
            await self._alone(user_id)
        return changed

    async def _renamed(self, column: Column[Any], former_id: str, user_id: str) -> int:
        """Rename in one column; a row that would then exist twice is merged into the other."""
        table, name = table_of(column), column.name
        theirs = self._here(table, _names(column, former_id))
        if not _is_unique(column):
            statement = update(table).where(theirs).values({name: user_id})
            return int((await self._connection.execute(statement)).rowcount)
        rows = (await self._connection.execute(select(table).where(theirs))).all()
        for row in rows:
            renamed = _exchanged(row._mapping[name], former_id, user_id)  # noqa: SLF001 - public by SQLAlchemy's docs
            await self._one(table, name, row, renamed)
        return len(rows)

    async def _one(self, table: Table, name: str, row: Row[Any], renamed: str) -> None:
        same_row = _same(table, row, [column.name for column in table.primary_key])
        for names in _unique(table):
            if name not in names:
                continue
            others = and_(*(table.c[key] == (renamed if key == name else row._mapping[key]) for key in names))  # noqa: SLF001 - as above
            other = (await self._connection.execute(select(table).where(others))).first()
            if other is not None and _stays(table, row, other):
                await self._connection.execute(delete(table).where(others))
            elif other is not None:
                await self._connection.execute(delete(table).where(same_row))
                return
        await self._connection.execute(update(table).where(same_row).values({name: renamed}))

    async def _listed(self, names: Column[Any], former_id: str, user_id: str) -> int:
        table = table_of(names)
        keys = [column.name for column in table.primary_key]
        listing = self._here(table, lists(names, former_id))
        result = await self._connection.execute(select(*table.primary_key, names).where(listing))
        rows: list[Any] = list(result.all())
        for row in rows:
            renamed = tuple(dict.fromkeys(user_id if other == former_id else other for other in row[-1]))
            await self._connection.execute(update(table).where(_same(table, row, keys)).values({names.name: renamed}))
        return len(rows)

    async def _alone(self, user_id: str) -> None:
        """Remove what somebody seems to have done with themselves, because nobody knew that the two ids are one
        person.
        """
        both = self._here(ridealongs, ridealongs.c.leader_id == user_id, ridealongs.c.salesperson_id == user_id)
        calls = select(ridealongs.c.id).where(both)
        written = self._here(reflections, reflections.c.ridealong_id.in_(calls))
        await self._connection.execute(delete(reflections).where(written))
        for one_side, other_side in BETWEEN_TWO:
            table = table_of(one_side)
            alone = self._here(table, one_side == user_id, other_side == user_id)
            await self._connection.execute(delete(table).where(alone))


def _unique(table: Table) -> list[list[str]]:
    """The names of the columns whose values must be unique together: the primary key's, and others."""
    others = [rule for rule in table.constraints if isinstance(rule, UniqueConstraint)]
    return [[column.name for column in rule.columns] for rule in (table.primary_key, *others)]


def _is_unique(column: Column[Any]) -> bool:
    return any(column.name in names for names in _unique(table_of(column)))


def _names(column: Column[Any], former_id: str) -> ColumnElement[bool]:
    if column not in WORDS:
        return column == former_id
    return literal(" ").concat(column).concat(" ").contains(f" {former_id} ", autoescape=True)


def _exchanged(text: str, former_id: str, user_id: str) -> str:
    return " ".join(user_id if word == former_id else word for word in text.split(" "))


def _same(table: Table, row: Row[Any], keys: list[str]) -> ColumnElement[bool]:
    return and_(*(table.c[key] == row._mapping[key] for key in keys))  # noqa: SLF001 - public by SQLAlchemy's docs


def _stays(table: Table, former: Row[Any], now: Row[Any]) -> bool:
    """Whether, of two rows, the one under the former id is kept."""
    if table in RULES:
        return RULES[table](former, now)
    return bool("at" not in table.c or former.at > now.at)


def _weighs_more(former: Row[Any], now: Row[Any]) -> bool:
    return BY_WEIGHT.index(former.membership) >= BY_WEIGHT.index(now.membership)


def _is_longer(former: Row[Any], now: Row[Any]) -> bool:
    pause, other = Pause(former.first, former.last), Pause(now.first, now.last)
    return longer(pause, other) == pause


def _was_sent(former: Row[Any], now: Row[Any]) -> bool:
    return former.status is DeliveryStatus.SENT or now.status is not DeliveryStatus.SENT


RULES: Mapping[Table, Callable[[Row[Any], Row[Any]], bool]] = {
    team_members: _weighs_more,
    pauses: _is_longer,
    deliveries: _was_sent,
}
