"""SQLite in the event loop: waiting for a lock holds nobody else up."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from bot.storage.base import sqlite
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database, reading

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


async def names(database: Database) -> Sequence[str]:
    async with reading(database.engine) as connection:
        return (await connection.scalars(text("SELECT name FROM things ORDER BY rowid"))).all()


async def test_no_thread_is_started(two: list[Database]) -> None:
    before = threading.active_count()
    await asyncio.gather(*(add(database, "a") for database in two))
    assert threading.active_count() == before


async def test_who_waits_for_a_lock_lets_its_holder_go_on(two: list[Database]) -> None:
    async with two[0].connection() as connection:
        await connection.execute(text("INSERT INTO things VALUES ('first')"))
        waiting = asyncio.create_task(add(two[1], "second"))
        await asyncio.sleep(0.01)  # its BEGIN is refused in the meantime, and retried
        assert not waiting.done()
    await waiting
    assert await names(two[0]) == ["first", "second"]


async def test_a_lock_that_is_never_given_back_is_said(two: list[Database], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "TIMEOUT", 0.01)
    async with two[0].connection() as connection:
        await connection.execute(text("INSERT INTO things VALUES ('first')"))
        with pytest.raises(OperationalError, match="locked"):
            await add(two[1], "second")


async def test_others_have_their_turn_between_two_statements(two: list[Database]) -> None:
    turns = []

    async def beside() -> None:
        while True:
            turns.append(1)
            await asyncio.sleep(0)

    task = asyncio.create_task(beside())
    await add(two[0], "a")
    task.cancel()
    assert len(turns) == 3, "BEGIN, INSERT, COMMIT"


async def test_a_reader_waits_for_no_writer_and_sees_nothing_of_it(two: list[Database]) -> None:
    async with two[0].connection() as connection:
        await connection.execute(text("INSERT INTO things VALUES ('first')"))
        async with reading(two[1].engine) as other:
            assert await other.scalar(text("SELECT count(*) FROM things")) == 0


async def test_who_is_cancelled_in_a_transaction_leaves_nothing_and_holds_nobody_up(two: list[Database]) -> None:
    has_begun = asyncio.Event()

    async def half() -> None:
        async with two[0].connection() as connection:
            await connection.execute(text("INSERT INTO things VALUES ('half')"))
            has_begun.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(half())
    await has_begun.wait()
    waiting = asyncio.create_task(add(two[0], "other"))  # for the only connection that writes
    await asyncio.sleep(0)
    task.cancel()
    await waiting
    assert await names(two[1]) == ["other"]


async def test_who_is_cancelled_while_waiting_for_a_connection_takes_none_along(two: list[Database]) -> None:
    async with two[0].connection():
        waiting = [asyncio.create_task(add(two[database], "never")) for database in (0, 1)]  # a connection; a lock
        await asyncio.sleep(0.01)
        for task in waiting:
            task.cancel()
        await asyncio.wait(waiting)
    for database in two:
        await add(database, "a")
    assert await names(two[0]) == ["a", "a"]


async def test_an_error_undoes_its_transaction_and_names_no_values(two: list[Database]) -> None:
    with pytest.raises(OperationalError, match="no such table: elsewhere") as error:
        async with two[0].connection() as connection:
            await connection.execute(text("INSERT INTO things VALUES ('a')"))
            await connection.execute(text("INSERT INTO elsewhere VALUES (:name)"), {"name": "secret"})
    assert "secret" not in str(error.value)
    assert await names(two[0]) == []


async def test_a_savepoint_undoes_what_came_after_it_alone(two: list[Database]) -> None:
    async with two[0].connection() as connection:
        await connection.execute(text("INSERT INTO things VALUES ('before')"))
        with pytest.raises(OperationalError):
            async with connection.begin_nested():
                await connection.execute(text("INSERT INTO things VALUES ('within')"))
                await connection.execute(text("INSERT INTO elsewhere VALUES (1)"))
        await connection.execute(text("INSERT INTO things VALUES ('after')"))
    assert await names(two[0]) == ["before", "after"]


async def test_a_function_of_sqlalchemys_plain_connection_works_in_the_transaction(two: list[Database]) -> None:
    def insert(connection: Connection, name: str) -> None:
        connection.execute(text("INSERT INTO things VALUES (:name)"), {"name": name})

    with pytest.raises(ValueError, match="enough"):
        async with two[0].connection() as connection:
            await connection.run_sync(insert, "undone")
            raise ValueError("enough")
    async with two[0].connection() as connection:
        await connection.run_sync(insert, "kept")
    assert await names(two[1]) == ["kept"]
