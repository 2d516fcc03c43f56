"""Measures the cost of a heartbeat: with nobody due, and with everybody due, compared with one APScheduler job
per person.
"""

import asyncio
import statistics
import tempfile
import time
from contextlib import suppress
from datetime import timedelta
from typing import Any

from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import text

from bot.clock import wall_clock
from bot.delivery.planner import Planner
from bot.garbage import look_seldom
from bot.storage.database import Database
from tests.benchmarks.figures import Figure, at_least, at_most
from tests.databases import Postgres, with_tables
from tests.delivery.fakes import HELLO, daily, plan

DONE = {"jobs": 0, "wanted": 0}
FINISHED: list[asyncio.Event] = []


async def people(database: Database, number: int) -> None:
    """Plan for so many people, all due tomorrow; the database itself writes the rows, for speed."""
    later = "now() + interval '1 day'" if database.is_shared else "datetime('now', '+1 day')"
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)"
    statement = (
        "INSERT INTO schedules (workspace_id, recipient, nudge, subject, at, days, zone, working_days, next_on,"
        f" next_due_at) {numbers} SELECT 'T' || (i % 1000), 'U' || i, 'hello', '', '09:00', '01234', 'UTC', '01234',"
        f" CURRENT_DATE, {later} FROM n"
    )
    if database.is_shared:
        statement = statement.replace("'09:00'", "time '09:00'")
    async with database.connection() as connection:
        await connection.execute(text(statement).bindparams(number=number))
    async with database.connection() as connection:
        await connection.execute(text("ANALYZE"))


async def idle_seconds(database: Database) -> float:
    """The median cost of a tick that finds nobody due."""
    planner, took = Planner(database, {"hello": HELLO}), []
    for _ in range(60):
        began = time.perf_counter()
        await planner.plan(wall_clock())
        async with database.look() as delivery_store:
            await delivery_store.waiting()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


async def idle(postgres: Postgres, most: int) -> list[Figure]:
    """The idle tick with few and with many people, on both databases."""
    figures = []
    with tempfile.TemporaryDirectory(prefix="second-chair-ticks-") as folder:
        for name, url in (
            ("SQLite", f"sqlite:///{folder}/ticks.sqlite3"),
            ("PostgreSQL", postgres.url(await postgres.create())),
        ):
            took = {}
            database = await with_tables(url)
            for number in (10_000, most - 10_000):
                await people(database, number) if number == 10_000 else await people_more(database, most)
                took[number] = await idle_seconds(database)
            few, many = took.values()
            figures.append(at_most(f"idle tick, {most:,} people, {name}", many * 1000, 5, "ms"))
            figures.append(at_most(f"idle tick, {most:,} people vs 10,000, {name}", many / few, 2))
            await database.close()
    return figures


async def people_more(database: Database, number: int) -> None:
    """Replace the people there with so many."""
    async with database.connection() as connection:
        await connection.execute(text("DELETE FROM schedules"))
    await people(database, number)


async def against_apscheduler(number: int) -> list[Figure]:
    """A tick with everybody due, against the naive scheduler: one job per person in its SQLAlchemy job store."""
    with tempfile.TemporaryDirectory(prefix="second-chair-ticks-") as folder:
        database = await with_tables(f"sqlite:///{folder}/ours.sqlite3")
        now = wall_clock()
        plans = [daily("T1", f"U{each}", now.date() - timedelta(days=1), "all_day") for each in range(number)]
        await plan(database, *plans)
        look_seldom()  # as the process does after its start
        began = time.perf_counter()
        assert await Planner(database, {"all_day": HELLO}).plan(plans[0].next.due_at) == number
        ours = time.perf_counter() - began
        await database.close()
        naive = await _naive(f"sqlite:///{folder}/naive.sqlite3", number)
    return [
        Figure(f"tick with {number:,} due", ours, "s"),
        Figure(f"APScheduler, one job per person, {number:,} due", naive, "s"),
        at_least("APScheduler's tick vs ours", naive / ours, 25),
    ]


async def job(_person: str) -> None:
    """What the naive scheduler runs for a person."""
    DONE["jobs"] += 1
    if DONE["jobs"] == DONE["wanted"]:
        FINISHED[-1].set()


async def _naive(url: str, number: int) -> float:
    DONE.update(jobs=0, wanted=number)
    FINISHED.append(asyncio.Event())
    scheduler = AsyncIOScheduler(jobstores={"default": SQLAlchemyJobStore(url=url)}, timezone="UTC")
    scheduler.start(paused=True)
    due = wall_clock() - timedelta(seconds=1)
    for each in range(number):
        scheduler.add_job(
            job, "interval", days=1, args=[f"U{each}"], next_run_time=due, misfire_grace_time=None, coalesce=True
        )
    began = time.perf_counter()
    scheduler.resume()
    with suppress(TimeoutError):
        await asyncio.wait_for(FINISHED[-1].wait(), 300)
    took = time.perf_counter() - began
    scheduler.shutdown(wait=False)
    return took


async def table_bytes(database: Database) -> float:
    """The size of the deliveries on PostgreSQL, in bytes, including indexes."""
    async with database.connection() as connection:
        size: Any = await connection.scalar(text("SELECT pg_total_relation_size('deliveries')"))
        return float(size)
