"""What somebody rewrites while housekeeping is about to remove it stays; only PostgreSQL lets that happen."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import update

from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import tidy
from bot.storage.tables import draft_answers
from tests.storage.interrupted import Interrupted
from tests.storage.rows import NOW, as_texts, put, row, there


class InterruptedDatabase:
    """A database in which an answer is tapped again after housekeeping has found it too old."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __getattr__(self, name: str) -> Any:
        return getattr(self._database, name)

    async def tapped(self) -> None:
        """The answer is tapped."""
        async with self._database.connection() as connection:
            await connection.execute(update(draft_answers).where(draft_answers.c.workspace_id == "T1").values(at=NOW))

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Interrupted]:
        """A connection that is interrupted."""
        async with self._database.connection() as connection:
            yield Interrupted(connection, "FROM draft_answers", self.tapped)


async def test_an_answer_that_is_tapped_at_that_moment_stays(postgres_database: Database) -> None:
    await put(postgres_database, [row(draft_answers, "k", at=NOW - timedelta(days=15))])
    await tidy(cast("Database", InterruptedDatabase(postgres_database)), NOW)
    assert await there(postgres_database) == as_texts([row(draft_answers, "k", at=NOW)])
