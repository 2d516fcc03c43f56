"""Stores the aggregates that were shown, with their contributors."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import aggregates, contributors


class AggregateStore(Store):
    """The aggregates of one workspace."""

    table = aggregates

    async def get(self, kind: AggregateKind, scope: str) -> Aggregate | None:
        """The aggregate as it was last shown, with those contributors who still have data here; None where it never
        was.
        """
        row = await self._first(self._select(aggregates.c.kind == kind, aggregates.c.scope == scope))
        return row and Aggregate(**fields_of(row, "workspace_id"), people=await self.people(kind, scope))

    async def of_kind(self, kind: AggregateKind, fewest: int) -> list[Aggregate]:
        """Every aggregate of a kind with at least so many contributors who still have data here, without
        their names.
        """
        here = (contributors.c.workspace_id == self.workspace_id) & (contributors.c.kind == kind)
        left = select(contributors.c.scope).where(here).group_by(contributors.c.scope).having(func.count() >= fewest)
        rows = await self._all(self._select(aggregates.c.kind == kind, aggregates.c.scope.in_(left)))
        return [Aggregate(**fields_of(row, "workspace_id")) for row in rows]

    async def people(self, kind: AggregateKind, scope: str) -> frozenset[str]:
        """The contributors of an aggregate who still have data here."""
        of_scope = (
            contributors.c.workspace_id == self.workspace_id,
            contributors.c.kind == kind,
            contributors.c.scope == scope,
        )
        rows = await self._all(select(contributors.c.user_id).where(*of_scope))
        return frozenset(row.user_id for row in rows)

    async def keep(self, aggregate: Aggregate) -> Aggregate:
        """Keep an aggregate that is shown for the first time. Returns the one that is kept, which may be a concurrent
        one.
        """
        row = {"workspace_id": self.workspace_id} | values_of(aggregate, "people") | {"counts": dict(aggregate.counts)}
        if await insert_new(self._connection, aggregates, row):
            await self.count(aggregate.kind, aggregate.scope, aggregate.people)
        return await self.get(aggregate.kind, aggregate.scope) or aggregate

    async def grow(self, before: Aggregate, after: Aggregate) -> Aggregate:
        """Let an aggregate grow, unless somebody else just did. Returns the one that is kept."""
        same = (aggregates.c.kind == before.kind, aggregates.c.scope == before.scope, aggregates.c.size == before.size)
        result = await self._connection.execute(self._update(*same).values(size=after.size, counts=dict(after.counts)))
        if result.rowcount:
            await self.count(after.kind, after.scope, after.people - before.people)
        return await self.get(after.kind, after.scope) or after

    async def forget(self, kind: AggregateKind, scope: str) -> None:
        """Delete an aggregate that nobody can ask for any more, with its contributors."""
        for table in (contributors, aggregates):
            of_scope = (table.c.workspace_id == self.workspace_id) & (table.c.kind == kind) & (table.c.scope == scope)
            await self._connection.execute(table.delete().where(of_scope))

    async def count(self, kind: AggregateKind, scope: str, people: Iterable[str]) -> None:
        """Record the contributors of an aggregate."""
        row = {"workspace_id": self.workspace_id, "kind": kind, "scope": scope}
        rows: Collection[dict[str, str]] = [row | {"user_id": user_id} for user_id in sorted(people)]
        if rows:
            await insert_new(self._connection, contributors, list(rows))
