"""A SQLite driver that makes one trip to its thread for each statement.

aiosqlite makes four: it opens a cursor, executes, fetches and closes, and every trip wakes two threads. We always want
all rows of a statement, and they are few, so here the four become one. That saves a fifth of the bot's CPU time.

It relies on internals of aiosqlite: `Connection._execute(function, *arguments)` runs a function on the connection's
thread, `_conn` is the connection of `sqlite3`, `_thread` the thread. None of them is public, so `pyproject.toml` bounds
the version and `tests/storage/base/test_sqlite.py` names them. If they go, take `async_creator_fn` out of
`bot.storage.base.engines`: SQLAlchemy then connects on its own, and everything still works, only slower.
"""

import os
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from stat import S_ISREG
from typing import Any, Self

import aiosqlite

from bot.storage.base.keys import looking_at

BESIDE = ("", "-wal", "-shm", ".sender", ".witness", ".key")  # endings of the files that belong to a database
OWNER_ALONE = 0o600
TIMEOUT = 10  # seconds to wait while another process writes; after that, people read that it takes longer
UNDECODED = "Could not decode to UTF-8"  # what sqlite3 says about bytes that are not text
PATIENCE_OF_EMPTYING = 200  # milliseconds; a writer waits as long
Ran = tuple[Any, list[Any], int, int | None]


class _Cursor:
    """A cursor for SQLAlchemy that has its rows as soon as the statement has run."""

    def __init__(self, run: Callable[..., Any]) -> None:
        self._run = run
        self._rows: deque[Any] = deque()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Self:
        """Run one statement and fetch its rows."""
        return await self._take(sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Sequence[Sequence[Any]]) -> Self:
        """Run one statement for each of `parameters`."""
        return await self._take(sqlite3.Cursor.executemany, sql, parameters)

    async def fetchall(self) -> list[Any]:
        """The rows that are left."""
        rows, self._rows = list(self._rows), deque()
        return rows

    async def close(self) -> None:
        """Do nothing: no cursor stays open between two statements."""

    async def __aenter__(self) -> Self:
        return self

    async def _take(self, how: Callable[..., Any], sql: str, parameters: Sequence[Any]) -> Self:
        def there(connection: sqlite3.Connection) -> Ran:
            return run(connection, how, sql, parameters)

        self.description, rows, self.rowcount, self.lastrowid = await self._run(there)
        self._rows = deque(rows)
        return self


def run(connection: sqlite3.Connection, how: Callable[..., Any], sql: str, parameters: Sequence[Any]) -> Ran:
    """Run one statement by a method of SQLite's cursor, and fetch its rows: returns their description, the rows, how
    many were changed, and the number of the last one.
    """
    try:
        return _run(connection, how, sql, parameters)
    except sqlite3.OperationalError as error:
        if UNDECODED not in str(error) or not sql.startswith("SELECT"):
            raise
        connection.text_factory = _decoded
        try:
            return _run(connection, how, sql, parameters)
        finally:
            connection.text_factory = str


def _run(connection: sqlite3.Connection, how: Callable[..., Any], sql: str, parameters: Sequence[Any]) -> Ran:
    cursor = sqlite3.Cursor(connection)
    try:
        how(cursor, sql, parameters)
        return cursor.description, cursor.fetchall(), cursor.rowcount, cursor.lastrowid
    finally:
        cursor.close()


def _decoded(text: bytes) -> str:
    """A text with a replacement character for each invalid byte, since one damaged row must not spoil the others."""
    return text.decode(errors="replace")


class _Connection(aiosqlite.Connection):
    """aiosqlite's connection, but with our cursors."""

    def cursor(self) -> _Cursor:  # type: ignore[override] # only SQLAlchemy calls it
        return _Cursor(self._there)

    async def empty_log(self) -> None:
        """As `empty_log`, in the thread."""
        await self._there(empty_log)

    async def _there(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        return await self._execute(work, self._conn)  # type: ignore[no-untyped-call] # as aiosqlite has it


def empty_log(connection: sqlite3.Connection) -> None:
    """Write the write-ahead log into the database and truncate it. Until then the log holds old pages, including texts
    deleted since. Does nothing while somebody is reading; a later call will do it.
    """
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout={PATIENCE_OF_EMPTYING}").close()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    connection.execute(f"PRAGMA busy_timeout={patience}").close()


def keep_private(database: str) -> None:
    """Make a database and the files beside it readable only by their owner; SQLite gives its log the permissions of the
    database.

    Files that belong to another user are left as they are; `doctor` reports them.
    """
    if not database or database.startswith((":memory:", "file:")):
        return
    with suppress(OSError):  # SQLite's own error says more
        os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ALONE))
    for beside in BESIDE:
        path = Path(f"{database}{beside}")
        with suppress(OSError):
            mode = path.stat().st_mode
            if S_ISREG(mode) and mode & 0o077:  # a folder named by mistake would be closed to everybody
                path.chmod(OWNER_ALONE)


def connect(path: str, **options: Any) -> _Connection:
    """An awaitable connection, for SQLAlchemy's `async_creator_fn`; `options` are those of `sqlite3.connect`."""
    keep_private(path)
    connection = _Connection(lambda: sqlite3.connect(path, **options), 64)
    connection._thread.daemon = True  # noqa: SLF001 - as SQLAlchemy does: a stuck file must not keep a process alive
    return connection


def connect_to_look(path: str, **_options: Any) -> _Connection:
    """The same for reading only: changes nothing, neither the file nor any file beside it."""
    connection = _Connection(lambda: sqlite3.connect(looking_at(Path(path)), uri=True, timeout=TIMEOUT), 64)
    connection._thread.daemon = True  # noqa: SLF001 - as above
    return connection
