"""A connection that breaks at the commit leaves open whether it was kept; one that breaks earlier does not."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.errors import UndecidedError
from bot.storage.database import Database

BREAK = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


async def break_others(database: Database) -> None:
    """End all connections but this one, as a server does when it shuts down."""
    async with database.engine.connect() as connection:
        await connection.execute(text(BREAK))


async def test_at_the_commit_nobody_knows(postgres_database: Database) -> None:
    with pytest.raises(UndecidedError):
        async with postgres_database.transaction("T1") as transaction:
            await transaction.people.all_ids()
            await break_others(postgres_database)


async def test_before_it_nothing_is_kept(postgres_database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with postgres_database.transaction("T1") as transaction:
            await break_others(postgres_database)
            await transaction.people.all_ids()
