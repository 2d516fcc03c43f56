"""Stores the aggregates that were shown, with their contributors."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import aggregates, contributors


@prebuilt
def _of_kind(workspace_id: str, kind: AggregateKind, fewest: int) -> Select[Any]:
    c = contributors.c
    left = select(c.scope).where(c.workspace_id == workspace_id, c.kind == kind)
    left = left.group_by(c.scope).having(func.count() >= fewest)
    a = aggregates.c
    return select(aggregates).where(a.workspace_id == workspace_id, a.kind == kind, a.scope.in_(left))


@prebuilt
def _of_scope(workspace_id: str, kind: AggregateKind, scope: str) -> Select[Any]:
    a = aggregates.c
    return select(aggregates).where(a.workspace_id == workspace_id, a.kind == kind, a.scope == scope)


@prebuilt
def _contributors(workspace_id: str, kind: AggregateKind, scope: str) -> Select[Any]:
    c = contributors.c
    return select(c.user_id).where(c.workspace_id == workspace_id, c.kind == kind, c.scope == scope)


class AggregateStore(Store):
    """The aggregates of one workspace."""

    table = aggregates

    async def get(self, kind: AggregateKind, scope: str) -> Aggregate | None:
        """The aggregate as it was last shown, with those contributors who still have data here; None if it never was
        shown.
        """
        row = await self._first(_of_scope(self.workspace_id, kind, scope))
        return row and await self._aggregate(row)

    async def so_far(self, kind: AggregateKind, scope: str, now: datetime) -> Aggregate:
        """The same; a new one of nobody at `now` (aware UTC) if it never was shown."""
        return await self.get(kind, scope) or Aggregate(kind, scope, now, 0)

    async def _kept(self, aggregate: Aggregate) -> Aggregate:
        """The stored aggregate of this kind and scope: the same, or a concurrent one."""
        (row,) = await self._all(_of_scope(self.workspace_id, aggregate.kind, aggregate.scope))
        return await self._aggregate(row)

    async def _aggregate(self, row: Row[Any]) -> Aggregate:
        return Aggregate(**fields_of(row, "workspace_id"), people=await self.people(row.kind, row.scope))

    async def of_kind(self, kind: AggregateKind, fewest: int) -> list[Aggregate]:
        """Every aggregate of a kind with at least so many contributors who still have data here, without their
        names.
        """
        rows = await self._all(_of_kind(self.workspace_id, kind, fewest))
        return [Aggregate(**fields_of(row, "workspace_id")) for row in rows]

    async def people(self, kind: AggregateKind, scope: str) -> frozenset[str]:
        """The contributors of an aggregate who still have data here."""
        rows = await self._all(_contributors(self.workspace_id, kind, scope))
        return frozenset(row.user_id for row in rows)

    async def keep(self, aggregate: Aggregate) -> Aggregate:
        """Store an aggregate that is shown for the first time. Returns the stored one, which may be a concurrent
        one.
        """
        row = {"workspace_id": self.workspace_id} | values_of(aggregate) | {"counts": dict(aggregate.counts)}
        if await insert_new(self._connection, aggregates, row):
            await self.count(aggregate.kind, aggregate.scope, aggregate.people)
        return await self._kept(aggregate)

    async def grow(self, before: Aggregate, after: Aggregate) -> Aggregate:
        """Let an aggregate grow, from nobody if need be, unless somebody else just did. Returns the stored one."""
        if after is before:
            return before
        if before.size == 0:
            return await self.keep(after)
        same = (aggregates.c.kind == before.kind, aggregates.c.scope == before.scope, aggregates.c.size == before.size)
        result = await self._connection.execute(self._update(*same).values(size=after.size, counts=dict(after.counts)))
        if result.rowcount:
            await self.count(after.kind, after.scope, after.people - before.people)
        return await self._kept(after)

    async def forget(self, kind: AggregateKind, scope: str) -> None:
        """Delete an aggregate that nobody can ask for any more, with its contributors."""
        for table in (contributors, aggregates):
            of_scope = self._here(table, table.c.kind == kind, table.c.scope == scope)
            await self._connection.execute(table.delete().where(of_scope))

    async def count(self, kind: AggregateKind, scope: str, people: Iterable[str]) -> None:
        """Record the contributors of an aggregate, at least one."""
        row = {"workspace_id": self.workspace_id, "kind": kind, "scope": scope}
        await insert_new(self._connection, contributors, [row | {"user_id": user_id} for user_id in sorted(people)])
