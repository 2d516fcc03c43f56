"""Which ids lead to whom, and whether Slack has told us all of them. On both databases."""

from sqlalchemy import select

from bot.storage.database import Database
from bot.storage.tables import people, workspaces
from tests.databases import database
from tests.storage.rows import put, row

__all__ = ["database"]


async def test_everybody_whom_we_met_in_this_workspace_is_known_in_order(database: Database) -> None:
    await put(database, [row(people, "U2"), row(people, "U1"), row(people, "U3", "T2")])
    async with database.transaction("T1") as transaction:
        assert await transaction.identities.known() == ["U1", "U2"]


async def test_it_is_kept_whether_slack_told_which_ids_changed(database: Database) -> None:
    await put(database, [row(workspaces, "w", "T2")])
    for exchanged in (True, False):
        async with database.transaction("T1") as transaction:
            await transaction.identities.mark(exchanged=exchanged)
        async with database.connection() as connection:
            told = (await connection.execute(select(workspaces.c.id, workspaces.c.ids_exchanged))).all()
        assert dict(map(tuple, told)) == {"T1": exchanged, "T2": None}
