"""SQLite in the event loop: waiting for a lock holds nobody else up."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot.storage.base import sqlite
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database

CIPHER = Cipher([new_key()])


@pytest.fixture
async def two(tmp_path: Path) -> AsyncIterator[list[Database]]:
    """The same file, opened twice."""
    databases = [Database(f"sqlite:///{tmp_path}/same.sqlite3", CIPHER, in_loop=True) for _ in range(2)]
    async with databases[0].connection() as connection:
        await connection.execute(text("CREATE TABLE things (name TEXT)"))
    yield databases
    for database in databases:
        await database.close()


async def add(database: Database, name: str) -> None:
    async with database.connection() as connection:
        await connection.execute(text("INSERT INTO things VALUES (:name)"), {"name": name})


async def test_no_thread_is_started(two: list[Database]) -> None:
    before = threading.active_count()
    await asyncio.gather(*(add(database, "a") for database in two))
    assert threading.active_count() == before


async def test_who_waits_for_a_lock_lets_its_holder_go_on(two: list[Database]) -> None:
    async with two[0].connection() as connection:
        await connection.execute(text("INSERT INTO things VALUES ('first')"))
        waiting = asyncio.create_task(add(two[1], "second"))
        await asyncio.sleep(0.01)  # its BEGIN is refused meanwhile, and tried again
        assert not waiting.done()
    await waiting
    async with two[0].connection() as connection:
        assert (await connection.scalars(text("SELECT name FROM things ORDER BY rowid"))).all() == ["first", "second"]


async def test_a_lock_that_is_never_given_back_is_said(two: list[Database], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "TIMEOUT", 0.01)
    async with two[0].connection() as connection:
        await connection.execute(text("INSERT INTO things VALUES ('first')"))
        with pytest.raises(OperationalError, match="locked"):
            await add(two[1], "second")


async def test_others_have_their_turn_before_each_transaction(two: list[Database]) -> None:
    turns = []

    async def beside() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    task = asyncio.create_task(beside())
    for _ in range(3):
        await add(two[0], "a")
    task.cancel()
    assert len(turns) == 3
