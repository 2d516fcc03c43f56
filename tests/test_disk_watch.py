"""A SQLite file removed or replaced while we run is reported once, and a server that can only read is not ready."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.disk_watch import DiskWatch
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from tests.databases import Postgres

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def removed(file: Path) -> None:
    """Somebody tidied up."""
    file.unlink()


def replaced(file: Path) -> None:
    """Somebody put a backup in its place."""
    copy = file.with_suffix(".copy")
    copy.write_bytes(file.read_bytes())
    copy.replace(file)


def without_log(file: Path) -> None:
    """Somebody mistook the file beside it for a left-over."""
    file.with_name(f"{file.name}-wal").unlink()


@pytest.mark.parametrize("trouble", [removed, replaced, without_log], ids=["removed", "replaced", "without its log"])
async def test_a_file_that_is_gone_is_said_once_and_takes_nothing(
    sqlite_database: Database, trouble: Callable[[Path], None]
) -> None:
    watch = DiskWatch(sqlite_database)
    assert watch.is_well()
    async with sqlite_database.transaction("T1"):
        pass  # the one connection that writes
    assert watch.is_well()
    file = Path(str(sqlite_database.file))
    trouble(file)

    with capture_logs() as lines:
        assert [watch.is_well() for _ in range(3)] == [False] * 3

    assert [line["event"] for line in lines] == ["database_file_gone"]
    begins = [sqlite_database.transaction, *([] if trouble is without_log else [sqlite_database.reading])]
    for begin in begins:  # a new reader would create a new file
        with pytest.raises(FileNotFoundError, match="removed or replaced"):
            async with begin("T1"):
                pass
    assert await asyncio.to_thread(file.exists) is (trouble is not removed)


async def test_a_connection_that_is_made_anew_has_a_log_of_its_own(sqlite_database: Database) -> None:
    for _ in range(2):
        async with sqlite_database.transaction("T1") as transaction:
            await transaction.processed_requests.is_new("a request", NOON)
        await sqlite_database.engine.dispose()


def test_a_file_that_was_not_made_yet_is_not_gone(tmp_path: Path) -> None:
    assert DiskWatch(Database(f"sqlite:///{tmp_path}/new.sqlite3", Cipher([new_key()]))).is_well()


async def test_a_server_that_only_reads_is_not_ready(postgres: Postgres) -> None:
    name = await postgres.create()
    database = Database(postgres.url(name), Cipher([new_key()]))
    assert await database.answers()
    async with database.connection() as connection:
        await connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    await database.close()  # new connections can only read from now on

    assert not await database.answers()
    await database.close()
    await postgres.drop(name)
