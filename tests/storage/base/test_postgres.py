"""PostgreSQL by every kind of URL, with libpq's options, and behind PgBouncer in transaction mode."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import SetupError
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database, async_url
from bot.storage.migrate import is_current, upgrade
from tests import debian, pgbouncer
from tests.databases import Postgres
from tests.debian import DebianPostgres

NOW = datetime(2026, 11, 28, tzinfo=UTC)
CLIENTS, EACH = 20, 10
has_pgbouncer = pytest.mark.skipif(pgbouncer.PROGRAM is None, reason="needs Debian's package pgbouncer")
has_postgres = pytest.mark.skipif(debian.PROGRAMS is None, reason="needs Debian's package postgresql")


def database_at(url: str) -> Database:
    return Database(url, Cipher([new_key()]))


async def shown(url: str, name: str) -> object:
    """The value of one of the server's settings, for a connection by `url`."""
    database = database_at(url)
    try:
        async with database.connection() as connection:
            return await connection.scalar(text(f"SHOW {name}"))
    finally:
        await database.close()


@pytest.fixture
async def pooled(postgres: Postgres) -> AsyncIterator[str]:
    """The URL of an empty database behind PgBouncer."""
    name = await postgres.create()
    async with pgbouncer.pgbouncer(postgres.url(name)) as url:
        yield url
    await postgres.drop(name)


async def work(database: Database, client: int) -> int:
    """Run several transactions of several statements. Returns how many did what they should."""
    done = 0
    for each in range(EACH):
        async with database.transaction(f"T{client}") as transaction:
            done += await transaction.processed_requests.is_new(f"k{each}", NOW)
            await transaction.people.get("U1")
            await transaction.workspaces.get()
    return done


@has_pgbouncer
async def test_behind_pgbouncer_the_plain_url_works_under_load(pooled: str) -> None:
    processes = [database_at(pooled) for _ in range(2)]
    await upgrade(processes[0].engine)
    done = await asyncio.gather(*(work(processes[n % 2], n) for n in range(CLIENTS)))
    assert sum(done) == CLIENTS * EACH
    assert all(database.connector is not None and database.connector.is_pooled for database in processes)
    for database in processes:
        await database.close()


@has_pgbouncer
async def test_finding_the_pooler_leaves_nothing_in_the_servers_session(pooled: str) -> None:
    """Each process numbers names from one: what one leaves would get in the next one's way."""
    database = database_at(pooled)
    assert await database.answers()
    async with database.connection() as connection:
        assert await connection.scalar(text("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''")) == 0
    await database.close()


async def hammer(engine: AsyncEngine) -> None:
    for _ in range(EACH):
        async with engine.begin() as connection:
            await connection.execute(text("SELECT 1"))
            await connection.execute(text("SELECT 2"))


@has_pgbouncer
async def test_without_that_care_pgbouncer_mixes_statements_up(pooled: str) -> None:
    engines = [create_async_engine(async_url(pooled)) for _ in range(2)]
    found = await asyncio.gather(*(hammer(engines[n % 2]) for n in range(CLIENTS)), return_exceptions=True)
    assert any(isinstance(error, DBAPIError) and "prepared statement" in str(error) for error in found)
    for engine in engines:
        await engine.dispose()


async def test_a_server_that_is_asked_directly_keeps_its_prepared_statements(postgres_database: Database) -> None:
    assert await postgres_database.answers()
    assert postgres_database.connector is not None
    assert not postgres_database.connector.is_pooled


@pytest.mark.parametrize("option", ["pgbouncer=true", "prepared_statement_cache_size=0", "statement_cache_size=0"])
async def test_a_pooler_can_be_named_in_the_url(postgres_url: str, option: str) -> None:
    database = database_at(f"{postgres_url}&{option}")
    assert database.connector is not None
    assert database.connector.is_pooled
    assert await database.answers()
    await database.close()


@pytest.mark.parametrize(
    ("options", "setting", "value"),
    [
        ("application_name=second-chair", "application_name", "second-chair"),
        ("fallback_application_name=chair", "application_name", "chair"),
        ("options=-c%20statement_timeout%3D9s", "statement_timeout", "9s"),
        ("sslmode=disable&connect_timeout=0", "server_encoding", "UTF8"),
        ("connect_timeout=9&keepalives=1&keepalives_idle=30&channel_binding=prefer", "server_encoding", "UTF8"),
        ("gssencmode=disable&sslcertmode=allow&target_session_attrs=read-write", "server_encoding", "UTF8"),
    ],
)
async def test_the_options_of_libpq_are_kept(postgres_url: str, options: str, setting: str, value: str) -> None:
    assert await shown(f"{postgres_url}&{options}", setting) == value


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgres://h/d?requirepeer=postgres", "requirepeer=postgres is not supported"),
        ("postgres://h/d?require_auth=scram-sha-256", "require_auth=scram-sha-256 is not supported"),
        ("postgres://h/d?gssencmode=require", "gssencmode=require is not supported"),
        ("postgres://h/d?channel_binding=require", "Add sslmode=verify-full&sslrootcert=system"),
        ("postgres://h/d?sslmode=require&channel_binding=require", "channel_binding=require is not supported"),
        ("postgres://h/d?connect_timeout=soon", "should be a whole number of seconds"),
        ("postgres://u:p@h:port/d", "cannot be parsed. It should look like"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(url: str, says: str) -> None:
    with pytest.raises(SetupError, match=says):
        database_at(url)


@pytest.mark.parametrize("checked", ["sslmode=verify-full", "sslrootcert=system"])
def test_a_checked_certificate_stands_for_channel_binding(checked: str) -> None:
    assert database_at(f"postgres://h/d?channel_binding=require&{checked}").connector is not None


@pytest.fixture(scope="module")
def encrypted() -> Iterator[DebianPostgres]:
    with debian.debian_postgres() as server:
        yield server


@has_postgres
@pytest.mark.parametrize("mode", ["require", "prefer", "verify-ca", "verify-full"])
async def test_sslmode_encrypts(encrypted: DebianPostgres, mode: str) -> None:
    root = f"&sslrootcert={encrypted.certificate}" if mode.startswith("verify") else ""
    database = database_at(f"{encrypted.url}?sslmode={mode}{root}")
    async with database.connection() as connection:
        found = await connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
    await database.close()
    assert found is True


@has_postgres
@pytest.mark.parametrize("options", ["sslmode=verify-full&sslrootcert=system", "sslrootcert=system"])
async def test_a_server_that_nobody_vouches_for_is_refused(encrypted: DebianPostgres, options: str) -> None:
    database = database_at(f"{encrypted.url}?{options}")
    with pytest.raises(OSError, match="certificate"):
        await database.answers()
    await database.close()


@has_postgres
@pytest.mark.parametrize("programs", debian.EVERY, ids=lambda programs: programs.parent.name)
async def test_every_postgresql_of_debian_takes_the_migrations(programs: Path) -> None:
    with debian.debian_postgres(programs) as server:
        database = database_at(server.url)
        await upgrade(database.engine)
        assert await is_current(database.engine)
        await database.close()
