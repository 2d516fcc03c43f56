"""Collects everything that is kept about a person, table by table, as they may read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row, Table, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.computing import compute
from bot.domain.aggregates import AggregateKind
from bot.domain.visibility import FOR_LEADER
from bot.storage.base.cipher import Cipher
from bot.storage.privacy.columns import LISTING, THEIRS, table_of
from bot.storage.tables import channel_nudges, coaching_moments, contributors, feedback_rounds

Record = dict[str, Any]
# Written by somebody else: the person may know that it exists, but its text is its author's, unless they shared it.
AUTHOR: Mapping[Table, str] = {coaching_moments: "author_id"}


class PersonalExport:
    """Collects what one workspace keeps about people: exactly what `Erasure.of_person` removes."""

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self.workspace_id = workspace_id

    async def of_person(self, user_id: str) -> dict[str, list[Record]]:
        """The rows that are a person's, by table; texts are opened."""
        records: dict[str, list[Record]] = {}
        for table, columns in THEIRS.items():
            theirs = or_(*(table.c[name] == user_id for name in columns))
            statement = select(table).where(and_(table.c.workspace_id == self.workspace_id, theirs))
            rows = (await self._connection.execute(statement.order_by(*table.primary_key))).all()
            if rows:  # years of texts take a while to open, and others are not to wait for it
                records[table.name] = await compute(self._records, table, rows, user_id)
        set_up = and_(channel_nudges.c.workspace_id == self.workspace_id, channel_nudges.c.set_by == user_id)
        if nudges := (await self._connection.execute(select(channel_nudges).where(set_up))).all():
            records[channel_nudges.name] = self._records(channel_nudges, nudges, user_id)
        told = await self._told()
        for asked in records.get(feedback_rounds.name, []):
            if asked["id"] not in told:
                asked |= {"count": 0, "sums": {}}
        return records

    async def named(self, user_id: str) -> int:
        """How many answers of others list a person, of whom nothing else need be held."""
        count = 0
        for _, names in LISTING:
            here = select(names).where(table_of(names).c.workspace_id == self.workspace_id)
            count += sum(user_id in listed for listed in await self._connection.scalars(here))
        return count

    async def _told(self) -> frozenset[str]:
        """The rounds with at least three people in their sums who still have data here."""
        scope = contributors.c.scope
        theirs = and_(contributors.c.workspace_id == self.workspace_id, contributors.c.kind == AggregateKind.VIEWS)
        statement = select(scope).where(theirs).group_by(scope).having(func.count() >= FOR_LEADER)
        return frozenset(await self._connection.scalars(statement))

    def _records(self, table: Table, rows: Sequence[Row[Any]], user_id: str) -> list[Record]:
        return [self._record(table, row, user_id) for row in rows]

    def _record(self, table: Table, row: Row[Any], user_id: str) -> Record:
        record: Record = {}
        is_other = table in AUTHOR and row._mapping[AUTHOR[table]] != user_id and not row.shared  # noqa: SLF001 - public by SQLAlchemy's docs
        for name, value in row._mapping.items():  # noqa: SLF001 - as above
            if not name.endswith("_sealed"):
                record[name] = value
            elif not is_other:
                record[name.removesuffix("_sealed")] = self._cipher.read(value)
        return record
