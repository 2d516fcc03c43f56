"""SQLite in the event loop itself, without a thread: for a file in memory that only one process has open, as in the
demo's page and in tests.

There, a trip to a thread and back costs more than most statements, and so does each of SQLAlchemy's switches between
asynchronous and synchronous code: here, nothing waits except for a lock. On a disk both are worth their price: a commit
waits for the disk, and everybody sharing the loop would wait with it. Here, too, others get their turn after each
statement.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from time import monotonic
from typing import Any, Self, TypeVar, cast

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.base import sqlite

AGAIN = 0.002  # seconds; the holder of a lock needs this loop to go on, so nobody may wait for it inside SQLite
PRIMARY = 0xFF  # the part of SQLite's error codes that gives the kind
Result = TypeVar("Result")


def engine(url: URL, connections: int) -> AsyncEngine:
    """An engine with at most so many connections, used like those with threads."""
    options = {"timeout": 0.0, "factory": _ReadyConnection, "check_same_thread": False}
    plain = create_engine(
        url.set(drivername="sqlite"),
        pool_size=connections,
        max_overflow=0,
        connect_args=options,
        hide_parameters=True,
    )
    return cast("AsyncEngine", _InLoopEngine(plain, connections))


class _InLoopEngine:
    """The part of an asynchronous engine's interface that we use, over a synchronous one."""

    def __init__(self, plain: Engine, connections: int) -> None:
        self.sync_engine, self.dialect, self.url = plain, plain.dialect, plain.url
        self._free = asyncio.Semaphore(connections)

    def update_execution_options(self, **options: Any) -> None:
        self.sync_engine.update_execution_options(**options)

    @asynccontextmanager
    async def connect(self) -> AsyncIterator["_InLoopConnection"]:
        """A connection whose transaction begins with the first statement and is rolled back at the end."""
        async with self._free:
            with await _patiently(self.sync_engine.connect) as connection:
                yield _InLoopConnection(connection)

    @asynccontextmanager
    async def begin(self) -> AsyncIterator["_InLoopConnection"]:
        """A transaction: committed at the end, rolled back on an error."""
        async with self.connect() as connection:
            with await connection.begun():
                await asyncio.sleep(0)
                yield connection
            await asyncio.sleep(0)

    async def dispose(self) -> None:
        self.sync_engine.dispose()


class _InLoopConnection:
    """The part of an asynchronous connection's interface that we use, over a synchronous one: results are there at
    once.
    """

    def __init__(self, plain: Connection) -> None:
        self._plain = plain
        self.dialect = plain.dialect

    async def begun(self) -> AbstractContextManager[Any]:
        """Begin the transaction, as soon as nobody holds a lock on the file."""
        return await _patiently(self._plain.begin)

    async def execute(self, statement: Any, values: Any = None) -> Any:
        return await self._ran(self._plain.execute, statement, values)

    async def scalar(self, statement: Any, values: Any = None) -> Any:
        return await self._ran(self._plain.scalar, statement, values)

    async def scalars(self, statement: Any, values: Any = None) -> Any:
        return await self._ran(self._plain.scalars, statement, values)

    async def exec_driver_sql(self, statement: str, values: Any = None) -> Any:
        return await self._ran(self._plain.exec_driver_sql, statement, values)

    async def run_sync(self, work: Callable[..., Result], *values: Any) -> Result:
        await self._ready()
        return work(self._plain, *values)

    async def execution_options(self, **options: Any) -> Self:
        self._plain.execution_options(**options)
        return self

    async def commit(self) -> None:
        self._plain.commit()

    async def rollback(self) -> None:
        self._plain.rollback()

    async def get_raw_connection(self) -> Any:
        return self._plain.connection

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:
        await self._ready()
        with self._plain.begin_nested():
            yield

    async def _ready(self) -> None:
        if not self._plain.in_transaction():
            await self.begun()

    async def _ran(self, run: Callable[..., Result], statement: Any, values: Any) -> Result:
        await self._ready()
        result = await _patiently(run, statement, values)
        await asyncio.sleep(0)
        return result


async def _patiently(do: Callable[..., Result], *values: Any) -> Result:
    """Do what another connection's lock may prevent, retrying for as long as SQLite would wait for the lock."""
    until = monotonic() + sqlite.TIMEOUT
    while True:
        try:
            return do(*values)
        except OperationalError as error:
            if not _is_locked(error.orig) or monotonic() >= until:
                raise
        await asyncio.sleep(AGAIN)


def _is_locked(error: BaseException | None) -> bool:
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_BUSY


class _ReadyConnection(sqlite3.Connection):
    """SQLite's own connection, but with cursors that hold their rows as soon as the statement has run."""

    def __init__(self, path: str, *values: Any, **options: Any) -> None:
        sqlite.keep_private(path)
        super().__init__(path, *values, **options)

    def cursor(self, *_: Any) -> Any:
        return _ReadyCursor(self)

    async def empty_log(self) -> None:
        """As with threads."""
        sqlite.empty_log(self)


class _ReadyCursor:
    """A cursor for SQLAlchemy."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, sql: str, values: Sequence[Any] = ()) -> Self:
        return self._take(sqlite3.Cursor.execute, sql, values)

    def executemany(self, sql: str, values: Sequence[Sequence[Any]]) -> Self:
        return self._take(sqlite3.Cursor.executemany, sql, values)

    def fetchall(self) -> list[Any]:
        rows, self._rows = self._rows, []
        return rows

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int) -> list[Any]:
        rows, self._rows = self._rows[:size], self._rows[size:]
        return rows

    def close(self) -> None:
        """Do nothing: no cursor stays open between two statements."""

    def _take(self, how: Callable[..., Any], sql: str, values: Sequence[Any]) -> Self:
        self.description, self._rows, self.rowcount, self.lastrowid = sqlite.run(self._connection, how, sql, values)
        return self
