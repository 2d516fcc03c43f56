"""What is remembered of a workspace itself."""

from bot.domain.people import Workspace
from bot.storage.database import Database


async def test_an_unknown_workspace_has_the_defaults(database: Database) -> None:
    async with database.transaction("T1") as memory:
        assert await memory.workspaces.get() == Workspace("T1")


async def test_stopping_keeps_the_rest_of_it_and_touches_no_other(database: Database) -> None:
    async with database.transaction("T1") as memory:
        await memory.workspaces.save(Workspace("T1", "Acme", country="DE"))
        await memory.workspaces.mark_stopped(True)
        assert await memory.workspaces.get() == Workspace("T1", "Acme", country="DE", stopped=True)
        await memory.workspaces.mark_stopped(False)
        assert not (await memory.workspaces.get()).stopped
    async with database.transaction("T2") as memory:
        await memory.workspaces.mark_stopped(True)
        assert await memory.workspaces.get() == Workspace("T2", stopped=True)
