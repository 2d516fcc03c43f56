"""Collects everything held about a person, table by table, as far as they may read it."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Row, Select, Table, func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.aggregates import AggregateKind
from bot.domain.visibility import FOR_LEADER
from bot.storage.base.cipher import Cipher
from bot.storage.base.store import WorkspaceRows
from bot.storage.privacy.columns import LISTING, THEIRS, lists, table_of
from bot.storage.tables import channel_nudges, coaching_moments, contributors, feedback_rounds

Record = dict[str, Any]
FEW = 50  # rows read at once
# Written by somebody else: the person may know that it exists, but the text is its author's, unless they shared it.
AUTHOR: Mapping[Table, str] = {coaching_moments: "author_id"}


@dataclass(frozen=True, slots=True)
class HeldRows:
    """Everything held about a person, still sealed. `told` are the rounds whose sums reveal nothing about one
    person.
    """

    user_id: str
    rows: Mapping[Table, Sequence[Row[Any]]]
    told: frozenset[str]


class PersonalExport(WorkspaceRows):
    """Collects what one workspace holds about people: exactly what `Erasure.of_person` removes."""

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        super().__init__(connection, workspace_id)
        self._cipher = cipher

    async def of_person(self, user_id: str) -> dict[str, list[Record]]:
        """A person's rows, by table, with texts opened."""
        return self.opened(await self.rows_of(user_id))

    async def rows_of(self, user_id: str) -> HeldRows:
        """The same, still sealed. Years of rows are converted to Python beside the event loop."""
        rows: dict[Table, Sequence[Row[Any]]] = {}
        for table, columns in THEIRS.items():
            rows[table] = await self._read(self._theirs(table, columns, user_id))
        set_up = self._here(channel_nudges, channel_nudges.c.set_by == user_id)
        rows[channel_nudges] = await self._read(select(channel_nudges).where(set_up))
        return HeldRows(user_id, rows, await self._told())

    def opened(self, held: HeldRows) -> dict[str, list[Record]]:
        """The given rows, by table name and in the order of their keys, with texts opened."""
        records = {
            table.name: [self._record(table, row, held.user_id) for row in sorted(rows)]  # a table begins with its keys
            for table, rows in held.rows.items()
            if rows
        }
        for asked in records.get(feedback_rounds.name, []):
            if asked["id"] not in held.told:
                asked |= {"count": 0, "sums": {}}
        return records

    def _theirs(self, table: Table, columns: Sequence[str], user_id: str) -> CompoundSelect[Any]:
        """The rows of a table that are a person's by one of these columns. Each column is searched by its own index,
        since with OR, or in key order, SQLite goes through all of the workspace's rows.
        """
        here = select(table).where(self._here(table))
        parts = [
            here.where(table.c[name] == user_id, *(table.c[earlier] != user_id for earlier in columns[:place]))
            for place, name in enumerate(columns)
        ]
        return union_all(*parts)

    async def _read(self, statement: Select[Any] | CompoundSelect[Any]) -> Sequence[Row[Any]]:
        result = await self._connection.execute(statement)
        few = result.fetchmany(FEW)
        return few if len(few) < FEW else [*few, *await asyncio.to_thread(result.all)]

    async def named(self, user_id: str) -> int:
        """How many answers of others list a person, about whom nothing else need be held."""
        count = 0
        for _, names in LISTING:
            here = self._here(table_of(names), lists(names, user_id))
            count += int((await self._connection.execute(select(func.count()).where(here))).scalar_one())
        return count

    async def _told(self) -> frozenset[str]:
        """The rounds with at least three people in their sums who still have data here."""
        scope = contributors.c.scope
        theirs = self._here(contributors, contributors.c.kind == AggregateKind.VIEWS)
        statement = select(scope).where(theirs).group_by(scope).having(func.count() >= FOR_LEADER)
        return frozenset(await self._connection.scalars(statement))

    def _record(self, table: Table, row: Row[Any], user_id: str) -> Record:
        record: Record = {}
        is_other = table in AUTHOR and row._mapping[AUTHOR[table]] != user_id and not row.shared  # noqa: SLF001 - public by SQLAlchemy's docs
        for name, value in row._mapping.items():  # noqa: SLF001 - as above
            if not name.endswith("_sealed"):
                record[name] = value
            elif not is_other:
                record[name.removesuffix("_sealed")] = self._cipher.read(value)
        return record
