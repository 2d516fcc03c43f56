"""Remembers the workspaces themselves. Unlike every other store, its rows are keyed by the workspace alone."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.installs import Lost, reinstall_link
from bot.domain.people import Workspace
from bot.storage.rows import upsert, values_of
from bot.storage.store import fields_of
from bot.storage.tables import installations, workspaces

OURS = installations.c


class Workspaces:
    """The one workspace of a transaction."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._connection = connection
        self.workspace_id = workspace_id

    async def get(self) -> Workspace:
        """The workspace; one of which nothing is remembered has the defaults."""
        statement = select(workspaces).where(workspaces.c.id == self.workspace_id)
        row = (await self._connection.execute(statement)).first()
        return Workspace(**fields_of(row)) if row else Workspace(self.workspace_id)

    async def save(self, workspace: Workspace) -> None:
        """Write the workspace's own facts."""
        await upsert(self._connection, workspaces, values_of(workspace))

    async def lost(self) -> Lost | None:
        """What to say where Slack refuses to refresh the workspace's token; None where it does not."""
        columns = (OURS.workspace_id, OURS.site, OURS.expires_at)
        mine = select(*columns).where(OURS.workspace_id == self.workspace_id, OURS.ended_at.is_(None))
        row = (await self._connection.execute(mine.where(OURS.refused_at.is_not(None)))).first()
        return Lost(reinstall_link(row.site, row.workspace_id), row.expires_at) if row and row.site else None

    async def mark_stopped(self, stopped: bool) -> None:
        """Remember whether its tokens stopped working."""
        known = update(workspaces).where(workspaces.c.id == self.workspace_id).values(stopped=stopped)
        if (await self._connection.execute(known)).rowcount == 0:
            await self.save(Workspace(self.workspace_id, stopped=stopped))
