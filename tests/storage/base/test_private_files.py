"""A SQLite database, its log, lock and key are readable by their owner alone; deleted data is in none of them."""

import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.outbox.sender_lock import SenderLock
from tests.databases import with_tables_at
from tests.storage.cases import PERSON

NAME = "a-name-that-stands-nowhere-else"


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder in which new files are readable by everybody by default."""
    before = os.umask(0o022)
    yield tmp_path
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_every_file_of_a_new_database_is_for_its_owner_alone(folder: Path) -> None:
    database = Database(f"sqlite:///{folder}/chair.sqlite3", Cipher([new_key()]))
    lock = SenderLock(database.file)
    assert lock.acquire()
    async with database.connection() as connection:
        await connection.execute(text("CREATE TABLE anything (id INTEGER)"))
    assert {"chair.sqlite3", "chair.sqlite3-wal", "chair.sqlite3-shm", "chair.sqlite3.sender"} <= modes(folder).keys()
    assert set(modes(folder).values()) == {0o600}
    lock.release()
    await database.close()


async def test_an_older_database_becomes_private(folder: Path) -> None:
    with_tables_at(folder / "chair.sqlite3")
    assert modes(folder) == {"chair.sqlite3": 0o644}
    database = Database(f"sqlite:///{folder}/chair.sqlite3", Cipher([new_key()]))
    assert await database.answers()
    assert set(modes(folder).values()) == {0o600}
    await database.close()


async def test_what_is_deleted_is_in_no_file_any_more(folder: Path) -> None:
    with_tables_at(folder / "chair.sqlite3")
    database = Database(f"sqlite:///{folder}/chair.sqlite3", Cipher([new_key()]))
    async with database.transaction("T1") as transaction:
        await transaction.people.save(replace(PERSON, name=NAME))
    assert holding(folder, NAME)
    async with database.transaction("T1") as transaction:
        await transaction.erasure.of_person("U1")
    assert holding(folder, NAME), "the log keeps it until it is emptied, or this test proves nothing"
    await database.empty_log()
    assert holding(folder, NAME) == []
    await database.close()


def holding(folder: Path, name: str) -> list[str]:
    return [path.name for path in folder.iterdir() if name.encode() in path.read_bytes()]
