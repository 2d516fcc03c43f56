"""Empties a PostgreSQL database between two tests."""

import asyncio
from contextlib import suppress
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # it ships no types

from bot.storage.tables import metadata

EMPTY = "DO $$ BEGIN {} END $$".format(
    " ".join(f'DELETE FROM "{table}";' for table in reversed(metadata.sorted_tables))
)
ALONE = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class Emptying:
    """Takes everything out of one database, over a kept connection: on a new one, PostgreSQL would load every table's
    catalogue again, which takes ten times as long as emptying them.
    """

    def __init__(self, url: str) -> None:
        """`url` is in PostgreSQL's own form, without a driver's name."""
        self._url = url
        self._loop = asyncio.new_event_loop()  # since each test has one of its own
        self._connection: Any = None

    def empty(self) -> bool:
        """End all other connections, and delete every row. Returns whether every table was there."""
        return self._loop.run_until_complete(self._empty())

    def close(self) -> None:
        """Let the database go."""
        if self._connection is not None:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # the server may be gone
                self._loop.run_until_complete(self._connection.close())
        self._loop.close()

    async def _empty(self) -> bool:
        try:
            return await self._emptied()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):  # the previous test stopped the server
            self._connection = None
            return await self._emptied()

    async def _emptied(self) -> bool:
        if self._connection is None:
            self._connection = await asyncpg.connect(self._url)
        await self._connection.execute(ALONE)
        try:
            await self._connection.execute(EMPTY)
        except asyncpg.UndefinedTableError:
            await self._connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
            return False
        return True
