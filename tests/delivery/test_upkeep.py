"""The engine's queries stay cheap, and what nobody needs is removed."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text

from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import KEPT, tidy
from bot.storage.outbox.sender_lock import SenderLock
from bot.storage.tables import deliveries, schedules, seen
from tests.delivery.fakes import NOON, all_of, pending, put

ROWS = 20_000


async def fill(database: Database) -> None:
    """20,000 finished deliveries and as many plans, and a few that are due."""
    number = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :rows) "
    due = "strftime('%Y-%m-%d %H:%M:%f', '2026-11-23', '-' || (i % 300) || ' days')"
    if database.is_shared:
        due = "timestamptz '2026-11-23 00:00Z' - make_interval(days => i % 300)"
    status = "CASE WHEN i % 1000 = 0 THEN 'pending' ELSE 'sent' END"
    async with database.connection() as connection:
        await connection.execute(
            text(
                'INSERT INTO deliveries (id, workspace_id, recipient, nudge, subject, "on", due_at, status, reason,'
                f" channel_id, ts, content_id, why, attempts) {number} SELECT 'd' || i, 'T' || (i % 50), 'U' || i,"
                f" 'hello', '', DATE('2026-11-23'), {due}, {status}, '', '', '', '', '', 0 FROM n"
            ).bindparams(rows=ROWS)
        )
        later = due.replace("-'", "+'").replace("- make", "+ make")
        await connection.execute(
            text(
                "INSERT INTO schedules (workspace_id, recipient, nudge, subject, zone, working_days, next_on,"
                f" next_due_at) {number} SELECT 'T' || (i % 50), 'U' || i, 'hello', '', 'UTC', '01234',"
                f" DATE('2026-11-23'), {later} FROM n"
            ).bindparams(rows=ROWS)
        )
    async with database.connection() as connection:
        await connection.execute(text("ANALYZE"))


async def explained(database: Database, statement: str) -> str:
    """The database's query plan."""
    async with database.connection() as connection:
        explain = "EXPLAIN" if database.is_shared else "EXPLAIN QUERY PLAN"
        return "\n".join(str(row) for row in await connection.execute(text(f"{explain} {statement}")))


DUE = "SELECT * FROM schedules WHERE next_due_at <= '2026-11-22 00:00:00.000000' ORDER BY next_due_at LIMIT 1000"
PENDING = (
    "SELECT id FROM deliveries WHERE status = 'pending' AND workspace_id = 'T7'"
    " AND due_at <= '2026-11-23 00:00:00.000000' ORDER BY due_at LIMIT 200"
)
HOPS = (
    "WITH RECURSIVE hops(id) AS (SELECT (SELECT min(workspace_id) FROM deliveries WHERE status = 'pending') UNION ALL"
    " SELECT (SELECT min(workspace_id) FROM deliveries WHERE status = 'pending' AND workspace_id > hops.id)"
    " FROM hops WHERE id IS NOT NULL) SELECT id FROM hops"
)


async def test_the_due_and_the_pending_query_use_an_index_and_sort_nothing(database: Database) -> None:
    await fill(database)

    for statement in (DUE, PENDING, HOPS):
        plan = await explained(database, statement)
        tables = ("deliveries", "schedules")
        assert not any(f"Seq Scan on {table}" in plan or f"SCAN {table} " in f"{plan} " for table in tables), plan
        assert "Sort" not in plan, plan
        assert "TEMP B-TREE" not in plan, plan
    async with database.delivery_store() as delivery_store:
        assert len(await delivery_store.waiting()) == 1  # every thousandth row is pending, all of them in one workspace


async def test_what_ended_over_400_days_ago_is_removed(database: Database) -> None:
    old, young = pending(1), pending(2)
    await put(database, old, young, pending(3))
    async with database.connection() as connection:
        await connection.execute(
            deliveries.update()
            .where(deliveries.c.id.in_([old.id, "T1-3"]))
            .values(due_at=NOON - KEPT - timedelta(days=1))
        )
        await connection.execute(
            deliveries.update().where(deliveries.c.id == old.id).values(status=DeliveryStatus.SENT)
        )

    assert await tidy(database, NOON) == 1

    assert set(await all_of(database)) == {young.id, "T1-3"}  # a pending one is first marked as missed, however old


async def test_requests_older_than_an_hour_are_removed_in_batches(database: Database) -> None:
    rows = [{"workspace_id": "T1", "key": f"k{n}", "at": NOON - timedelta(hours=2)} for n in range(1200)]
    async with database.connection() as connection:
        await connection.execute(insert(seen), [*rows, {"workspace_id": "T1", "key": "new", "at": NOON}])

    assert await tidy(database, NOON) == 1200

    async with database.connection() as connection:
        assert await connection.scalar(select(func.count()).select_from(seen)) == 1
        assert await connection.scalar(select(func.count()).select_from(schedules)) == 0


def test_only_one_process_may_send_from_a_file(tmp_path: Path) -> None:
    first, second = SenderLock(f"{tmp_path}/some.sqlite3"), SenderLock(f"{tmp_path}/some.sqlite3")

    assert first.acquire()
    assert first._connection is not None
    assert first._connection.execute("PRAGMA busy_timeout").fetchone() == (0,), "a beat waits for nobody"
    assert first.acquire()
    assert not second.acquire()
    first.release()
    first.release()
    assert second.acquire()
    assert not first.acquire()
    second.release()


def test_without_a_file_there_is_nobody_to_share_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # a mutant would leave a file behind
    assert [SenderLock(None).acquire(), SenderLock(None).acquire()] == [True, True]
