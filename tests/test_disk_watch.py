"""A SQLite file that is removed or replaced while we run is said once, and a server that only reads is not ready."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from bot.disk_watch import DiskWatch
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from tests.databases import Postgres


def removed(file: Path) -> None:
    """Somebody tidied up."""
    file.unlink()


def replaced(file: Path) -> None:
    """Somebody put a backup in its place."""
    copy = file.with_suffix(".copy")
    copy.write_bytes(file.read_bytes())
    copy.replace(file)


@pytest.mark.parametrize("trouble", [removed, replaced], ids=["removed", "replaced"])
def test_a_file_that_is_gone_is_said_once(sqlite_database: Database, trouble: Callable[[Path], None]) -> None:
    watch = DiskWatch(sqlite_database)
    assert watch.is_well()
    trouble(Path(str(sqlite_database.file)))

    with capture_logs() as lines:
        assert [watch.is_well() for _ in range(3)] == [False] * 3

    assert [line["event"] for line in lines] == ["database_file_gone"]


def test_a_file_that_was_not_made_yet_is_not_gone(tmp_path: Path) -> None:
    assert DiskWatch(Database(f"sqlite:///{tmp_path}/new.sqlite3", Cipher([new_key()]))).is_well()


async def test_a_server_that_only_reads_is_not_ready(postgres: Postgres) -> None:
    name = await postgres.create()
    database = Database(postgres.url(name), Cipher([new_key()]))
    assert await database.answers()
    async with database.connection() as connection:
        await connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    await database.close()  # who connects from now on only reads

    assert not await database.answers()
    await database.close()
    await postgres.drop(name)
