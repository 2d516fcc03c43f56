"""A database in memory on which a search plays thousands of stories: the same stores and statements, but no event loop.

SQLAlchemy's own asynchronous connections switch stacks at each statement, and aiosqlite waits for a turn of the loop:
together more than half of a story's cost. Here statements run at once, and nothing that is awaited ever waits.
"""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from typing import Any, cast

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import StaticPool

from bot.storage.base.cipher import Cipher
from bot.storage.database import Database
from bot.tracing import UNTRACED


class SyncDatabase(Database):
    """Like a SQLite file, but in memory, over one connection that no two transactions use at a time."""

    def __init__(self, template: sqlite3.Connection, cipher: Cipher) -> None:
        """Begins as a copy of `template`."""
        self.memory = sqlite3.connect(":memory:", isolation_level=None)
        self.engine = self._readers = cast("AsyncEngine", _SyncEngine(self.memory))
        self.connector = None
        self.cipher = cipher
        self.closing = ExitStack()
        self._tracing = UNTRACED
        self.become(template)

    def become(self, other: sqlite3.Connection) -> None:
        """Hold what another database holds, and nothing else."""
        other.backup(self.memory)

    def copy(self) -> sqlite3.Connection:
        """A copy of what it holds now."""
        copy = sqlite3.connect(":memory:")
        self.memory.backup(copy)
        return copy


class _SyncEngine:
    """The part of an asynchronous engine that is needed here."""

    def __init__(self, memory: sqlite3.Connection) -> None:
        self.sync_engine = create_engine(
            "sqlite://", creator=lambda: memory, poolclass=StaticPool, query_cache_size=2000
        )
        event.listen(self.sync_engine, "begin", _begin)
        self.dialect, self.url = self.sync_engine.dialect, self.sync_engine.url

    @asynccontextmanager
    async def begin(self) -> AsyncIterator["_SyncConnection"]:
        """A transaction."""
        with self.sync_engine.begin() as connection:
            yield _SyncConnection(connection)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["_SyncConnection"]:
        """A transaction that is not committed."""
        with self.sync_engine.connect() as connection:
            yield _SyncConnection(connection)

    async def dispose(self) -> None:
        """Close it."""
        self.sync_engine.dispose()


class _SyncConnection:
    """The part of an asynchronous connection that is needed here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.dialect = connection.dialect

    async def execute(self, *arguments: Any, **options: Any) -> Any:
        return self._connection.execute(*arguments, **options)

    async def scalar(self, *arguments: Any) -> Any:
        return self._connection.scalar(*arguments)

    async def scalars(self, *arguments: Any) -> Any:
        return self._connection.scalars(*arguments)

    async def execution_options(self, **options: Any) -> "_SyncConnection":
        self._connection.execution_options(**options)
        return self


def _begin(connection: Connection) -> None:
    connection.connection.cursor().execute("BEGIN")
