"""Remembers the figures about several people that were shown, and who is in them."""

from collections.abc import Collection, Iterable

from sqlalchemy import select

from bot.domain.aggregates import Figure, Kind
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import counted, figures


class Figures(Store):
    """The figures of one workspace."""

    table = figures

    async def get(self, kind: Kind, scope: str) -> Figure | None:
        """The figure as it was shown, with those of its people who are still here; None before it was."""
        row = await self._first(self._select(figures.c.kind == kind, figures.c.scope == scope))
        return row and Figure(**fields_of(row, "workspace_id"), people=await self.people(kind, scope))

    async def people(self, kind: Kind, scope: str) -> frozenset[str]:
        """Whose answers stand in it, of those who are still here."""
        mine = (counted.c.workspace_id == self.workspace_id, counted.c.kind == kind, counted.c.scope == scope)
        rows = await self._all(select(counted.c.user_id).where(*mine))
        return frozenset(row.user_id for row in rows)

    async def keep(self, figure: Figure) -> Figure:
        """Keep a figure that is shown for the first time; what stands afterwards, which may be somebody else's."""
        row = {"workspace_id": self.workspace_id} | values_of(figure, "people") | {"counts": dict(figure.counts)}
        if await insert_new(self._connection, figures, row):
            await self.count(figure.kind, figure.scope, figure.people)
        return await self.get(figure.kind, figure.scope) or figure

    async def grow(self, before: Figure, after: Figure) -> Figure:
        """Let a figure grow, unless somebody else did just now; what stands afterwards."""
        same = (figures.c.kind == before.kind, figures.c.scope == before.scope, figures.c.size == before.size)
        result = await self._connection.execute(self._update(*same).values(size=after.size))
        if result.rowcount:
            await self.count(after.kind, after.scope, after.people - before.people)
        return await self.get(after.kind, after.scope) or after

    async def forget(self, kind: Kind, scope: str) -> None:
        """Forget a figure that nobody can ask for any more, and who is in it."""
        for table in (counted, figures):
            mine = (table.c.workspace_id == self.workspace_id) & (table.c.kind == kind) & (table.c.scope == scope)
            await self._connection.execute(table.delete().where(mine))

    async def count(self, kind: Kind, scope: str, people: Iterable[str]) -> None:
        """Note whose answers stand in a figure."""
        row = {"workspace_id": self.workspace_id, "kind": kind, "scope": scope}
        rows: Collection[dict[str, str]] = [row | {"user_id": user_id} for user_id in sorted(people)]
        if rows:
            await insert_new(self._connection, counted, list(rows))
