"""What is remembered about a workspace itself."""

from datetime import UTC, datetime

from bot.domain.installations.team_access import TeamGrant
from bot.domain.people.people import Workspace
from bot.storage.database import Database


async def test_an_unknown_workspace_has_the_defaults(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        assert await transaction.workspaces.get() == Workspace("T1")


async def test_stopping_keeps_the_rest_of_it_and_touches_no_other(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.workspaces.save(Workspace("T1", "Acme", country="DE"))
        assert [await transaction.workspaces.mark_stopped(True) for _ in range(2)] == [True, False]
        assert await transaction.workspaces.get() == Workspace("T1", "Acme", country="DE", stopped=True)
        assert [await transaction.workspaces.mark_stopped(False) for _ in range(2)] == [True, False]
        assert not (await transaction.workspaces.get()).stopped
    async with database.transaction("T2") as transaction:
        assert [await transaction.workspaces.mark_stopped(True) for _ in range(2)] == [True, False]
        assert await transaction.workspaces.get() == Workspace("T2", stopped=True)


async def test_what_was_told_of_its_teams_comes_back_as_it_was(database: Database) -> None:
    since = datetime(2026, 10, 19, 6, 30, 1, tzinfo=UTC)
    told = Workspace(
        "E1", access=(TeamGrant("T1", granted=False, since=since), TeamGrant("T2", granted=True, since=since))
    )
    async with database.transaction("E1") as transaction:
        await transaction.workspaces.save(told)
        assert await transaction.workspaces.get() == told
