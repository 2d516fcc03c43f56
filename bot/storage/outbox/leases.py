"""Leases on PostgreSQL: which worker sends to which workspace, in the database's own time, so that no machine's clock
matters.

A worker also holds a lease under its own name: counting those tells how many workers share the work.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, delete, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.tables import leases

WORKER = "worker "
_NOW: Any = func.clock_timestamp()


def is_held(workspace_id: BindParameter[str], owner: BindParameter[str]) -> ColumnElement[bool]:
    """Whether `owner` holds the lease of a workspace at this moment."""
    return exists().where(leases.c.workspace_id == workspace_id, leases.c.owner == owner, leases.c.expires_at > _NOW)


class LeaseStore:
    """Takes, renews and ends leases inside one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def present(self, owner: str, life: timedelta) -> tuple[list[str], dict[str, str]]:
        """Record that `owner` is alive. Returns the workers that are alive, in order, and who holds which workspace
        now.

        Deletes leases that ended long ago.
        """
        await self._connection.execute(delete(leases).where(leases.c.expires_at < _NOW - 10 * life))
        await self._upsert([f"{WORKER}{owner}"], owner, life)
        return await self.alive()

    async def alive(self) -> tuple[list[str], dict[str, str]]:
        """The workers that are alive, in order, and who holds which workspace now."""
        rows = (await self._connection.execute(select(leases).where(leases.c.expires_at > _NOW))).all()
        held = {row.workspace_id: row.owner for row in rows if not row.workspace_id.startswith(WORKER)}
        return sorted(row.owner for row in rows if row.workspace_id.startswith(WORKER)), held

    async def take(self, owner: str, workspace_ids: Collection[str], life: timedelta) -> dict[str, bool]:
        """Take or renew leases for `life`; those that another worker holds are left out.

        Each comes with whether another worker held it until a moment ago, in which case the pace must start carefully.
        """
        wanted = sorted(workspace_ids)  # always in the same order, so that two workers never wait for each other
        lately = (leases.c.expires_at > _NOW - life).label("lately")
        rows = await self._connection.execute(select(leases, lately).where(leases.c.workspace_id.in_(wanted)))
        former = {row.workspace_id: row.owner for row in rows if row.lately}
        taken = await self._upsert(wanted, owner, life) if wanted else []
        return {workspace_id: former.get(workspace_id, owner) != owner for workspace_id in taken}

    async def give_back(self, owner: str, workspace_ids: Collection[str]) -> None:
        """End leases now. The rows stay for a while, to show who had them last."""
        ours = (leases.c.owner == owner) & leases.c.workspace_id.in_(workspace_ids)
        await self._connection.execute(update(leases).where(ours).values(expires_at=_NOW))

    async def leave(self, owner: str) -> None:
        """Record that `owner` stops and no longer counts as a worker."""
        await self._connection.execute(delete(leases).where(leases.c.workspace_id == f"{WORKER}{owner}"))

    async def _upsert(self, workspace_ids: Sequence[str], owner: str, life: timedelta) -> Sequence[str]:
        """Take leases that are free, ended or held by the same owner. Returns the workspaces taken."""
        from sqlalchemy.dialects.postgresql import insert  # noqa: PLC0415 - there are no leases on SQLite

        values = {"owner": owner, "expires_at": _NOW + life}
        free = or_(leases.c.owner == owner, leases.c.expires_at <= _NOW)
        upsert = (
            insert(leases)
            .values(values)
            .on_conflict_do_update(index_elements=[leases.c.workspace_id], set_=values, where=free)
        )
        rows = [{"workspace_id": workspace_id} for workspace_id in workspace_ids]
        return (await self._connection.scalars(upsert.returning(leases.c.workspace_id), rows)).all()
