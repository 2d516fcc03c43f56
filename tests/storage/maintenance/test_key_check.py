"""Trying the keys on every sealed column, on both databases."""

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.rows import upsert
from bot.storage.database import Database
from bot.storage.maintenance.key_check import MANY, try_keys
from bot.storage.tables import metadata
from tests.statements import statements

SECRETS = metadata.tables["safeguard_secrets"]


async def keep(database: Database, sealed: str, *workspaces: str) -> None:
    async with database.connection() as connection:
        rows = [{"workspace_id": workspace_id, "secret_sealed": sealed} for workspace_id in workspaces]
        await upsert(connection, SECRETS, rows)


async def test_every_column_is_tried_in_one_statement(database: Database) -> None:
    await keep(database, database.cipher.seal("ours"), "T1", "T2")
    await keep(database, Cipher([new_key()]).seal("not ours"), "T3")
    with statements() as asked:
        trial = await try_keys(database, MANY)
    assert (trial.tried, trial.unreadable) == (3, {"safeguard_secrets": 1})
    assert len(asked) == 1


async def test_no_more_of_a_column_are_tried_than_asked_for(database: Database) -> None:
    await keep(database, database.cipher.seal("ours"), "T1", "T2", "T3")
    assert (await try_keys(database, 2)).tried == 2
