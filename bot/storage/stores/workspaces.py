"""Stores the workspaces themselves. Unlike in every other store, the workspace alone is the key."""

from sqlalchemy import bindparam, select, update

from bot.domain.installations.installations import LostToken, reinstall_link
from bot.domain.people.people import Workspace
from bot.storage.base.rows import insert_new, upsert, values_of
from bot.storage.base.store import WorkspaceRows, fields_of
from bot.storage.tables import installations, workspaces

OURS = installations.c
_OURS = select(workspaces).where(workspaces.c.id == bindparam("workspace_id"))  # built once: most requests run it


class WorkspaceStore(WorkspaceRows):
    """The one workspace of a transaction."""

    async def get(self) -> Workspace:
        """The workspace; with default values if nothing is stored about it."""
        row = (await self._connection.execute(_OURS, {"workspace_id": self.workspace_id})).first()
        return Workspace(**fields_of(row)) if row else Workspace(self.workspace_id)

    async def save(self, workspace: Workspace) -> None:
        """Write the workspace's own facts."""
        await upsert(self._connection, workspaces, values_of(workspace))

    async def ensure(self) -> None:
        """Create the row of a workspace that has none, so that housekeeping finds it: with one token for one workspace,
        nothing else does until an admin changes a setting.
        """
        await insert_new(self._connection, workspaces, values_of(Workspace(self.workspace_id)))

    async def lost(self) -> LostToken | None:
        """The facts for a message saying that Slack refused to refresh the workspace's token; None if it did not."""
        columns = (OURS.workspace_id, OURS.site, OURS.expires_at)
        statement = select(*columns).where(self._here(installations, OURS.ended_at.is_(None)))
        row = (await self._connection.execute(statement.where(OURS.refused_at.is_not(None)))).first()
        return LostToken(reinstall_link(row.site, row.workspace_id), row.expires_at) if row and row.site else None

    async def installer(self) -> str:
        """The user id of the person who installed the app here; "" if that is not known."""
        installed = self._here(installations, OURS.ended_at.is_(None))
        return await self._connection.scalar(select(OURS.installer_id).where(installed)) or ""

    async def mark_stopped(self, stopped: bool) -> bool:
        """Record whether its token stopped working, so that nothing is sent there. Returns whether that is new."""
        other = (workspaces.c.id == self.workspace_id, workspaces.c.stopped.is_not(stopped))
        changed = await self._connection.execute(update(workspaces).where(*other).values(stopped=stopped))
        if changed.rowcount:
            return True
        made = values_of(Workspace(self.workspace_id, stopped=stopped))
        return await insert_new(self._connection, workspaces, made) == 1 and stopped
