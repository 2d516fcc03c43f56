"""Housekeeping takes a batch at a time, and leaves alone what another process is working on."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import DeliveryStatus
from bot.storage.base.batches import batches
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import BATCH, LOCK, tidy
from bot.storage.tables import deliveries, seen
from tests.statements import statements
from tests.storage.rows import NOW, RowOf, as_texts, put, row, there

SECOND, ONE_DAY = timedelta(seconds=1), timedelta(days=1)
A_YEAR_AND_MORE = 400 * ONE_DAY


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """The quicker database: the same is removed on both."""
    return sqlite_database


def test_a_value_is_in_one_batch() -> None:
    assert batches([1, 2, 3], 2) == [[1, 2], [3]]


async def number_of(database: Database, table: Table) -> int:
    async with database.connection() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_at_most_so_many_batches_go_at_a_time(database: Database) -> None:
    await put(database, (row(seen, f"k{number}", at=NOW - ONE_DAY) for number in range(2 * BATCH + 2)))
    assert await tidy(database, NOW, most=2) == 1000
    assert await number_of(database, seen) == 2
    assert await tidy(database, NOW, most=2) == 2


async def test_so_many_workspaces_lose_a_batch_of_deliveries_the_oldest_first(database: Database) -> None:
    def sent(workspace_id: str, key: str, at: datetime) -> RowOf:
        return row(deliveries, f"{workspace_id}{key}", workspace_id, status=DeliveryStatus.SENT, due_at=at)

    over = NOW - A_YEAR_AND_MORE
    await put(database, [sent("T0", "young", over), sent("T3", "third", over - SECOND)])
    for workspace_id in ("T1", "T2"):
        youngest = sent(workspace_id, "youngest", over - SECOND)
        await put(database, [youngest, *(sent(workspace_id, f"{n}", over - ONE_DAY) for n in range(BATCH))])
    assert await tidy(database, NOW, most=2) == 1000
    async with database.connection() as connection:
        left = set(await connection.scalars(select(deliveries.c.id)))
    assert left == {"T0young", "T1youngest", "T2youngest", "T3third"}


async def test_old_deliveries_of_another_state_stay_beside_those_that_go(database: Database) -> None:
    old: dict[str, Any] = {"due_at": NOW - A_YEAR_AND_MORE - SECOND}
    doubt = row(deliveries, "doubt", status=DeliveryStatus.IN_DOUBT, **old)
    await put(database, [doubt, row(deliveries, "sent", status=DeliveryStatus.SENT, **old)])
    assert await tidy(database, NOW) == 1
    assert await there(database) == as_texts([doubt])


async def test_twenty_workspaces_lose_deliveries_at_a_time(database: Database) -> None:
    old: dict[str, Any] = {"status": DeliveryStatus.SENT, "due_at": NOW - A_YEAR_AND_MORE - SECOND}
    await put(database, [row(deliveries, "k", f"T{number}", **old) for number in range(21)])
    assert [await tidy(database, NOW), await tidy(database, NOW)] == [20, 1]


async def test_where_nothing_is_too_old_it_looks_once_and_writes_nothing(database: Database) -> None:
    at = {DeliveryStatus.PENDING: NOW - 14 * ONE_DAY, DeliveryStatus.SENT: NOW - A_YEAR_AND_MORE}
    await put(database, (row(deliveries, status.value, status=status, due_at=due) for status, due in at.items()))
    with statements() as asked:
        await tidy(database, NOW)
    tables = ("seen", "figures", "safeguards", "draft_answers", "removals")
    assert [sum(f"FROM {table}" in text for text in asked) for table in tables] == [1] * len(tables)
    assert [text for text in asked if text.startswith(("UPDATE", "DELETE"))] == []


async def hold(connection: AsyncConnection) -> None:
    """Hold the lock as another process would."""
    await connection.execute(select(func.pg_advisory_xact_lock(LOCK)))
    await connection.execute(select(deliveries).where(deliveries.c.id == "held").with_for_update())


async def test_what_another_process_is_at_is_left_to_it(postgres_database: Database) -> None:
    old: dict[str, Any] = {"status": DeliveryStatus.SENT, "due_at": NOW - A_YEAR_AND_MORE - SECOND}
    await put(postgres_database, [row(deliveries, "held", **old), row(deliveries, "free", **old)])
    await put(postgres_database, [row(seen, "k", at=NOW - ONE_DAY)])
    async with postgres_database.connection() as other:
        await hold(other)
        assert await tidy(postgres_database, NOW) == 1, "the delivery that nobody holds"
    assert await tidy(postgres_database, NOW) == 2
