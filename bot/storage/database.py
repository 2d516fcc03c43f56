"""The database: one engine, and one transaction for each use case, limited to one workspace from the start."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, ExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import SetupError, UndecidedError
from bot.storage.base import committed, engines, request_cache
from bot.storage.base.cipher import Cipher
from bot.storage.base.place import FilePlace
from bot.storage.base.unavailable import leaves_open
from bot.storage.delivery_store import DeliveryStore
from bot.storage.outbox.leases import LeaseStore
from bot.storage.stores.installations import InstallationStore
from bot.storage.transaction import Transaction
from bot.tracing import UNTRACED, Tracing

if TYPE_CHECKING:
    from bot.storage.base.postgres import Connector

WRITABLE = "SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'"
LEAST_ROOM = 1024 * 1024  # bytes; SQLite's log alone grows to several times that


def async_url(url: str) -> URL:
    """The URL with its async driver; accepts `postgres://`, as hosting providers write it, and `sqlite:///file`.

    Raises SetupError if it cannot be read, or names a database in memory.
    """
    drivers = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
    try:
        parsed = make_url(_with_hosts_apart(url.replace("postgres://", "postgresql://", 1)))
        driver = drivers[parsed.get_backend_name()]
    except (ArgumentError, ValueError, KeyError):
        raise SetupError(
            "The database's URL (DATABASE_URL, or the one typed) cannot be parsed. It should look like sqlite:///file "
            "or postgres://user:password@host/name; in a password, write @ as %40, : as %3A and / as %2F."
        ) from None
    if parsed.get_backend_name() == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise SetupError(
            "DATABASE_URL names an in-memory database, where nothing survives a restart. Use a file, as in "
            "sqlite:///second-chair.sqlite3."
        )
    return parsed.set(drivername=driver)


def _with_hosts_apart(url: str) -> str:
    """A PostgreSQL URL with its several hosts, or its socket, moved to the options, where SQLAlchemy reads them.

    libpq accepts both in place of a host: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
    """
    parts = re.fullmatch(r"(postgresql[^:]*://)([^@/?]*@)?([^/?]*)/?([^?]*)\??(.*)", url)
    hosts = parts[3] if parts else ""
    if parts is None or not ("," in hosts or hosts.lower().startswith("%2f")):
        return url
    names, ports = zip(*(host.partition(":")[::2] for host in hosts.split(",")), strict=True)
    where = [f"host={','.join(names)}", f"port={','.join(port or '5432' for port in ports)}"]
    return f"{parts[1]}{parts[2] or ''}/{parts[4]}?{'&'.join([*where, *filter(None, [parts[5]])])}"


@asynccontextmanager
async def reading(engine: AsyncEngine, **options: bool) -> AsyncIterator[AsyncConnection]:
    """A transaction that only reads: on SQLite it waits for no writer, and no writer waits for it.

    `options` are further SQLAlchemy execution options.
    """
    async with engine.connect() as connection:
        yield await connection.execution_options(reads_only=True, **options)


class Database:
    """Opens transactions. Holds the engine and the cipher, which nothing else in the process knows."""

    def __init__(
        self,
        url: str,
        cipher: Cipher,
        *,
        looks_only: bool = False,
        in_loop: bool = False,
        tracing: Tracing = UNTRACED,
    ) -> None:
        """`url` as in `DATABASE_URL`; connects on first use. With `looks_only` a SQLite file is neither made nor
        written to; `in_loop`: it is in memory, and needs no threads. Raises SetupError for a URL that cannot be used.
        """
        parsed = async_url(url)
        self._place = FilePlace(parsed.database or "")
        self.connector: Connector | None = None
        if parsed.get_backend_name() == "postgresql":
            self.engine, self.connector = engines.postgres(parsed)
        elif looks_only:
            self.engine = engines.sqlite_to_look_at(parsed)
        else:
            self.engine = engines.sqlite_writer(parsed, self._place, threads=not in_loop)
        may_read_beside = not looks_only and not self.is_shared
        self._readers = (
            engines.sqlite_readers(parsed, self._place, threads=not in_loop) if may_read_beside else self.engine
        )
        self.cipher = cipher
        self._tracing = tracing
        self.closing = ExitStack()  # read-only connections; closed with the others

    @asynccontextmanager
    async def transaction(self, workspace_id: str, *, aside: bool = False) -> AsyncIterator[Transaction]:
        """The stores of one workspace in one transaction: committed at the end, rolled back on an error. `aside`:
        nobody asked for what it saves. A form's first transaction that is not `aside` also notes that the form is
        saved.

        Raises SavedAlreadyError if another process has saved the form meanwhile, and UndecidedError if the connection
        broke during the commit, which never happens with a SQLite file.
        """
        request_cache.forget()
        is_over = False  # everything except the commit
        with self._tracing.part("transaction"):
            try:
                async with self.engine.begin() as connection:
                    opened = Transaction(connection, workspace_id, self.cipher)
                    yield opened
                    if not aside and (form := committed.form_to_note()):
                        await opened.processed_requests.save(form)
                    is_over = True
            except Exception as error:
                if is_over and self.is_shared and leaves_open(error):
                    raise UndecidedError from error
                raise
        if not aside:
            committed.mark()

    @asynccontextmanager
    async def reading(self, workspace_id: str) -> AsyncIterator[Transaction]:
        """The same inside a read-only transaction: it waits for no writer, and any write raises."""
        with self._tracing.part("read"):
            async with self._reading() as connection:
                yield Transaction(connection, workspace_id, self.cipher)

    def _reading(self) -> AbstractAsyncContextManager[AsyncConnection]:
        return reading(self._readers, postgresql_readonly=True) if self.is_shared else self._readers.connect()

    @asynccontextmanager
    async def delivery_store(self) -> AsyncIterator[DeliveryStore]:
        """The delivery engine's statements over all workspaces, inside one transaction."""
        async with self.engine.begin() as connection:
            yield DeliveryStore(connection, self.cipher, is_distributed=self.is_distributed)

    @asynccontextmanager
    async def look(self) -> AsyncIterator[DeliveryStore]:
        """The same, read-only: on SQLite it does not keep other processes from writing. Anything it writes is
        undone.
        """
        async with reading(self.engine) as connection:
            yield DeliveryStore(connection, self.cipher, is_distributed=self.is_distributed)

    @asynccontextmanager
    async def installations(self) -> AsyncIterator[InstallationStore]:
        """The installations of all workspaces, inside one transaction."""
        async with self.engine.begin() as connection:
            yield InstallationStore(connection, self.cipher)

    @asynccontextmanager
    async def reading_installations(self) -> AsyncIterator[InstallationStore]:
        """The same, read-only, as `reading`."""
        async with self._reading() as connection:
            yield InstallationStore(connection, self.cipher)

    @asynccontextmanager
    async def lease_store(self) -> AsyncIterator[LeaseStore]:
        """The leases of all workspaces, inside one transaction; only for a shared database."""
        async with self.engine.begin() as connection:
            yield LeaseStore(connection)

    @property
    def file(self) -> str | None:
        """The path of a SQLite file; None for PostgreSQL."""
        return None if self.is_shared else self.engine.url.database

    @property
    def is_shared(self) -> bool:
        """Whether several processes can work on this database at once; a SQLite file has one writer."""
        return self.engine.dialect.name == "postgresql"

    @property
    def is_distributed(self) -> bool:
        """Whether the tables may be spread over several servers; known once connected."""
        return bool(self.connector and self.connector.is_distributed)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """A transaction over all workspaces, only for the delivery engine and for housekeeping."""
        async with self.engine.begin() as connection:
            yield connection

    async def empty_log(self) -> None:
        """Remove deleted texts from SQLite's write-ahead log. PostgreSQL does this on its own, later."""
        if self.file is None:
            return
        async with self.engine.connect() as connection:
            await (await connection.get_raw_connection()).driver_connection.empty_log()  # type: ignore[union-attr]  # ours

    async def answers(self) -> bool:
        """Whether the database answers and accepts writes. A standby only reads, as does a server that was told to."""
        async with reading(self.engine) as connection:
            return bool(await connection.scalar(text(WRITABLE if self.is_shared else "SELECT 1")))

    def is_in_place(self) -> bool:
        """Whether a SQLite file is still the one that was there at the first look."""
        return self.file is None or self._place.is_kept()

    def has_room(self) -> bool:
        """Whether there is room to write on the disk of a SQLite file; PostgreSQL looks after its own."""
        if self.file is None:
            return True
        with suppress(OSError):
            return shutil.disk_usage(Path(self.file).resolve().parent).free >= LEAST_ROOM
        return True

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection, and everything else that is open on the file."""
        self.closing.close()
        if self._readers is not self.engine:
            await self._readers.dispose()
        await self.engine.dispose()
