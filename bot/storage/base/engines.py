"""The engines of the two databases: how each connects, begins a transaction, and keeps its connections."""

import asyncio
import sqlite3
from functools import cache
from time import monotonic
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.util import LRUCache

from bot.storage.base import in_loop, sqlite
from bot.storage.base.place import FilePlace

if TYPE_CHECKING:
    from bot.storage.base.postgres import Connector

READERS = 4  # read-only connections to a SQLite file, beside the one that writes
STATEMENTS = 1000  # kept compiled; the bot uses some hundreds
RESTED = 1.0  # seconds of idling after which a pooled connection is pinged before use
UNANSWERED = 5.0  # seconds after which we no longer expect an answer to a ping


class CompiledStatements(LRUCache[Any, Any]):
    """The compiled statements, shared by all engines of one kind of database. Compiling one takes longer than running
    it, and SQLAlchemy would do it again for the engine that writes, for each that reads, and for each database.
    """

    def get(self, key: Any, default: Any = None) -> Any:
        """The compiled statement; a key begins with the engine's own dialect, of which only the names matter."""
        return super().get((key[0].name, key[0].driver, *key[1:]), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__((key[0].name, key[0].driver, *key[1:]), compiled)


@cache
def _statements() -> CompiledStatements:
    return CompiledStatements(STATEMENTS)


def _sharing_statements(engine: AsyncEngine) -> AsyncEngine:
    engine.update_execution_options(compiled_cache=_statements())
    return engine


def postgres(url: URL) -> "tuple[AsyncEngine, Connector]":
    """The engine of a PostgreSQL server, and its connector."""
    from bot.storage.base.postgres import connect_to  # noqa: PLC0415 - a start on SQLite needs none of it

    engine, connector = connect_to(url)
    event.listen(engine.sync_engine, "checkin", _note_return)
    event.listen(engine.sync_engine, "checkout", _ping_after_rest)
    return _sharing_statements(engine), connector


def sqlite_to_look_at(url: URL) -> AsyncEngine:
    """An engine for reading a SQLite file: it creates no file, changes no permission, and refuses every write."""
    options = {"async_creator_fn": sqlite.connect_to_look}
    engine = create_async_engine(url, poolclass=NullPool, connect_args=options, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _without_own_begin)
    event.listen(engine.sync_engine, "begin", _begin_to_look)
    return _sharing_statements(engine)


def _without_own_begin(connection: Any, _record: object) -> None:
    connection.isolation_level = None


def _begin_to_look(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN")


def sqlite_writer(url: URL, place: FilePlace, *, threads: bool = True) -> AsyncEngine:
    """The engine that writes a SQLite file, over one connection; it writes nothing once the file is not in its
    `place`.
    """
    # SQLite has one writer. A pool of one makes the others wait in the event loop instead of on a busy file lock.
    engine = _sqlite(url, 1, threads=threads)
    event.listen(engine.sync_engine, "do_connect", place.require)
    event.listen(engine.sync_engine, "connect", place.begin_log)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", place.require_log)
    event.listen(engine.sync_engine, "begin", _begin)
    return _sharing_statements(engine)


def sqlite_readers(url: URL, place: FilePlace, *, threads: bool = True) -> AsyncEngine:
    """Read-only connections: they wait for no writer, and none of their statements can write. None is opened once the
    file is not in its `place`: SQLite would create a new file.
    """
    readers = _sqlite(url, READERS, threads=threads)
    event.listen(readers.sync_engine, "do_connect", place.require)
    event.listen(readers.sync_engine, "connect", _prepare_reader)
    event.listen(readers.sync_engine, "begin", _begin)
    readers.update_execution_options(reads_only=True)
    return _sharing_statements(readers)


def _sqlite(url: URL, connections: int, *, threads: bool) -> AsyncEngine:
    """An engine over at most so many connections: each with its own thread, or all in the event loop."""
    if not threads:
        return in_loop.engine(url, connections)
    options = {"timeout": sqlite.TIMEOUT, "async_creator_fn": sqlite.connect}
    return create_async_engine(url, pool_size=connections, max_overflow=0, connect_args=options, hide_parameters=True)


def _prepare_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA query_only=ON").close()


def _note_return(_connection: Any, record: Any) -> None:
    """Note when a connection was returned to the pool, for `_ping_after_rest`."""
    record.info["returned"] = monotonic()


def _ping_after_rest(connection: Any, record: Any, _proxy: object) -> None:
    """Ping a connection before use, unless it worked a moment ago: a ping costs every transaction a round trip. A
    connection without an answer is given up: something in between may have forgotten it, and would swallow everything
    sent over it.
    """
    returned = record.info.get("returned")
    if returned is None or monotonic() - returned < RESTED:
        return
    giving_up = asyncio.get_running_loop().call_later(UNANSWERED, connection.driver_connection.terminate)
    try:
        connection.ping()
    except Exception as error:
        raise DisconnectionError from error  # the pool then connects again
    finally:
        giving_up.cancel()


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves: the driver's own is deferred and can deadlock
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Any) -> None:
    asked = "BEGIN" if connection.get_execution_options().get("reads_only") else "BEGIN IMMEDIATE"
    try:  # by the driver itself: as a statement of SQLAlchemy's it takes twice as long, in each transaction
        connection.connection.cursor().execute(asked)
    except sqlite3.OperationalError as error:
        raise OperationalError(asked, None, error) from error
