"""SQLite with one trip to its thread per statement: rows, counts and errors are SQLite's own."""

import sqlite3
from collections.abc import AsyncIterator
from importlib.metadata import version
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.storage.base import sqlite
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database, reading
from bot.storage.migrate import is_current
from tests.databases import migrated_at

pytestmark = pytest.mark.usefixtures("in_threads")


@pytest.fixture
async def database(in_threads: None, tmp_path: Path) -> AsyncIterator[Database]:
    """A file with one table of one row."""
    database = Database(f"sqlite:///{tmp_path}/one.sqlite3", Cipher([new_key()]))
    async with database.connection() as connection:
        await connection.execute(text("CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT)"))
        await connection.execute(text("INSERT INTO things (name) VALUES ('a')"))
    yield database
    await database.close()


async def test_rows_and_counts_come_back(database: Database) -> None:
    async with database.connection() as connection:
        added = await connection.execute(text("INSERT INTO things (name) VALUES (:name)"), {"name": "b"})
        assert added.lastrowid == 2
        many = [{"name": name} for name in "cde"]
        assert (await connection.execute(text("INSERT INTO things (name) VALUES (:name)"), many)).rowcount == 3
        assert (await connection.execute(text("UPDATE things SET name = 'x' WHERE id > 3"))).rowcount == 2
        rows = await connection.execute(text("SELECT id, name FROM things ORDER BY id"))
        assert [tuple(row) for row in rows] == [(1, "a"), (2, "b"), (3, "c"), (4, "x"), (5, "x")]


async def test_what_sqlite_refuses_is_said_and_undone(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        async with database.connection() as connection:
            await connection.execute(text("SELECT * FROM missing"))
    with pytest.raises(IntegrityError):
        async with database.connection() as connection:
            await connection.execute(text("UPDATE things SET name = 'gone'"))
            await connection.execute(text("INSERT INTO things (id) VALUES (1)"))
    async with database.connection() as connection:
        assert (await connection.execute(text("SELECT name FROM things"))).scalar_one() == "a"


def test_the_inside_of_aiosqlite_is_the_one_that_we_stand_on() -> None:
    assert version("aiosqlite").startswith("0.22."), (
        "read bot/storage/base/sqlite.py beside the newer one, then raise this"
    )
    connection = sqlite.connect(":memory:")
    assert callable(connection._execute)
    assert isinstance(connection._thread, Thread)
    with pytest.raises(ValueError, match="no active connection"):
        _ = connection._conn


async def test_a_statement_is_one_trip(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    trips: list[object] = []
    there = sqlite._Connection._there

    async def contributors(connection: sqlite._Connection, work: Any) -> Any:
        trips.append(work)
        return await there(connection, work)

    monkeypatch.setattr(sqlite._Connection, "_there", contributors)
    async with database.connection() as connection:
        (await connection.execute(text("SELECT * FROM things"))).all()
    assert len(trips) == 2, "BEGIN, and the statement with its rows"


async def test_whether_we_are_ready_is_answered_while_another_process_writes(tmp_path: Path) -> None:
    migrated_at(tmp_path / "busy.sqlite3")
    database = Database(f"sqlite:///{tmp_path}/busy.sqlite3", Cipher([new_key()]))
    writer = sqlite3.connect(tmp_path / "busy.sqlite3", isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO workspaces (id, name, fiscal_start_month, stopped) VALUES ('T1', '', 1, 0)")
    assert await database.answers()
    assert await is_current(database.engine)
    other = sqlite3.connect(tmp_path / "busy.sqlite3", timeout=0)
    async with reading(database.engine) as connection:
        assert (await connection.execute(text("SELECT count(*) FROM workspaces"))).scalar() == 0
        writer.execute("COMMIT")
        other.execute("INSERT INTO workspaces (id, name, fiscal_start_month, stopped) VALUES ('T2', '', 1, 0)")
        other.commit()
    writer.close()
    other.close()
    await database.close()


async def test_a_text_that_is_none_does_not_spoil_the_other_rows(database: Database) -> None:
    async with database.connection() as connection:
        await connection.execute(text("INSERT INTO things (name) VALUES (CAST(x'6bff' AS TEXT))"))
        for _ in range(2):
            names = (await connection.scalars(text("SELECT name FROM things ORDER BY id"))).all()
            assert names == ["a", "k\ufffd"]
        assert await connection.scalar(text("SELECT 'ü'")) == "ü"
