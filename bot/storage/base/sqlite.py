"""SQLite by one trip to its thread a statement.

aiosqlite makes four: it opens a cursor, executes, fetches and closes, and every trip wakes two threads. All rows of a
statement are wanted here, and they are few: so the four become one, which saves a fifth of all that the bot computes.

It stands on the inside of aiosqlite: `Connection._execute(function, *arguments)` runs a function on the connection's
thread, `_conn` is the connection of `sqlite3`, `_thread` the thread. None of them is promised, so `pyproject.toml`
bounds the version and `tests/storage/base/test_sqlite.py` names them. Without them, take `async_creator_fn` out of
`bot.storage.database`: SQLAlchemy then connects by itself, and everything is right, if slower.
"""

import os
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

import aiosqlite

from bot.storage.base.keys import looking_at

BESIDE = ("", "-wal", "-shm", ".sender", ".key")  # what belongs to a database, by what follows its name
OWNER_ALONE = 0o600
TIMEOUT = 30  # seconds to wait for another process's writing
PATIENCE_OF_EMPTYING = 200  # milliseconds; whoever writes waits as long


class _Cursor:
    """What SQLAlchemy asks of a cursor: the rows are here as soon as the statement has run."""

    def __init__(self, run: Callable[..., Any]) -> None:
        self._run = run
        self._rows: deque[Any] = deque()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        """Run one statement and take its rows."""
        return await self._take(sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run one statement for each of `parameters`."""
        return await self._take(sqlite3.Cursor.executemany, sql, parameters)

    async def fetchall(self) -> list[Any]:
        """The rows that are left."""
        rows, self._rows = list(self._rows), deque()
        return rows

    async def close(self) -> None:
        """Nothing is open between two statements."""

    async def __aenter__(self) -> Self:
        return self

    async def _take(self, how: Callable[..., Any], sql: str, parameters: Sequence[Any]) -> Self:
        def there(connection: sqlite3.Connection) -> tuple[Any, list[Any], int, int | None]:
            cursor = connection.cursor()
            try:
                how(cursor, sql, parameters)
                return cursor.description, cursor.fetchall(), cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        self.description, rows, self.rowcount, self.lastrowid = await self._run(there)
        self._rows = deque(rows)
        return self


class _Connection(aiosqlite.Connection):
    """Hands out our cursors; everything else is aiosqlite's."""

    def cursor(self) -> _Cursor:  # type: ignore[override]  # SQLAlchemy is the only one who asks
        return _Cursor(self._there)

    async def empty_log(self) -> None:
        """Write what stands in the write-ahead log into the database and cut the log to nothing: until then it holds
        pages as they were, also of what was deleted since. Where somebody reads meanwhile, another time will do.
        """

        def there(connection: sqlite3.Connection) -> None:
            connection.execute(f"PRAGMA busy_timeout={PATIENCE_OF_EMPTYING}").close()
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
            connection.execute(f"PRAGMA busy_timeout={TIMEOUT * 1000}").close()

        await self._there(there)

    async def _there(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        return await self._execute(work, self._conn)  # type: ignore[no-untyped-call]  # as it stands in aiosqlite


def keep_private(database: str) -> None:
    """Make a database and what lies beside it readable by its owner alone; SQLite's log gets the rights of its file.

    What belongs to somebody else is left as it is: `doctor` says so.
    """
    if not database or database.startswith((":memory:", "file:")):
        return
    with suppress(OSError):  # SQLite says more of why it cannot be made
        os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ALONE))
    for beside in BESIDE:
        path = Path(f"{database}{beside}")
        with suppress(OSError):
            if path.stat().st_mode & 0o077:
                path.chmod(OWNER_ALONE)


def connect(path: str, **options: Any) -> _Connection:
    """A connection to await, for SQLAlchemy's `async_creator_fn`; `options` are those of `sqlite3.connect`."""
    keep_private(path)
    connection = _Connection(lambda: sqlite3.connect(path, **options), 64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does itself: a stuck file must not keep a process
    return connection


def connect_to_look(path: str, **_options: Any) -> _Connection:
    """The same for whoever changes nothing, neither in the file nor beside it."""
    connection = _Connection(lambda: sqlite3.connect(looking_at(Path(path)), uri=True, timeout=TIMEOUT), 64)
    connection._thread.daemon = True  # noqa: SLF001 - as above
    return connection
