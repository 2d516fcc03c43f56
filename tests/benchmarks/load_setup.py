"""The groundwork of load tests: a counting Slack in its own process, an outbox of deliveries, and waiting for them."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import aiohttp
from sqlalchemy import func, select

from bot.clock import wall_clock
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot, instant
from bot.storage.base.rows import insert_new
from bot.storage.database import Database, reading
from bot.storage.outbox.schedules import values_of_plan
from bot.storage.tables import deliveries, engine_pulse, schedules
from tests.benchmarks import counting_slack
from tests.benchmarks.counting_slack import Faults
from tests.databases import Postgres, with_tables

WORKSPACES = 20


@asynccontextmanager
async def fresh(postgres: Postgres | None) -> AsyncIterator[tuple[str, Database]]:
    """An empty database with all tables, and its URL."""
    with tempfile.TemporaryDirectory(prefix="second-chair-bench-") as folder:
        url = postgres.url(await postgres.create()) if postgres else f"sqlite:///{folder}/bench.sqlite3"
        database = await with_tables(url)
        yield url, database
        await database.close()


# Read in one statement: between two, a delivery in doubt could become pending, and would be in neither answer.
STILL_OPEN = (DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT)


@dataclass(frozen=True, slots=True)
class Slack:
    """The counting Slack's address."""

    url: str

    async def stats(self) -> dict[str, Any]:
        """What it has counted so far."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}stats") as answer:
            counted: dict[str, Any] = await answer.json()
            return counted

    async def arrived(self) -> int:
        """How many messages have arrived, each counted once."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}arrived") as answer:
            return int((await answer.json())["arrived"])

    async def begin(self) -> None:
        """Start its time with the next message."""
        async with aiohttp.ClientSession() as session, session.get(f"{self.url}begin"):
            pass


@asynccontextmanager
async def slack_process(faults: Faults) -> AsyncIterator[Slack]:
    """A counting Slack in a process of its own."""
    process = await asyncio.create_subprocess_exec(
        *counting_slack.arguments(faults), stdout=asyncio.subprocess.PIPE, limit=2**20
    )
    assert process.stdout is not None
    try:
        port = int(await process.stdout.readline())
        yield Slack(f"http://127.0.0.1:{port}/")
    finally:
        process.kill()
        await process.wait()


async def fill(
    database: Database,
    number: int,
    workspaces: int,
    *,
    channels: int = 0,
    late: float = 0.0,
    spread: float = 0.0,
    first: int = 0,
    nudge: str = "load",
) -> None:
    """Put deliveries in the outbox, numbered from `first`; every nineteenth goes to one of a workspace's `channels`.

    The first is due `late` seconds ago, and the last `spread` seconds after it.
    """
    now = wall_clock() - timedelta(seconds=late)
    rows = []
    for each in range(first, first + number):
        to_channel = channels and each % 19 == 0
        recipient = f"C{each % channels}W{each % workspaces}" if to_channel else f"U{each}"
        due_at = now + timedelta(seconds=spread * (each - first) / number)
        rows.append(
            Delivery(
                f"d{each:08}", f"T{each % workspaces:05}", recipient, nudge, str(each), on=now.date(), due_at=due_at
            )
        )
    for begin in range(0, number, 5000):
        async with database.delivery_store() as delivery_store:
            await delivery_store.move_on([], [], rows[begin : begin + 5000])


async def plan_all(
    database: Database, number: int, workspaces: int, *, channels: int = 0, channel_every: int = 19
) -> None:
    """Plan `number` slots for a worker's planner to find, all due now and again tomorrow. One in `channel_every` goes
    to one of a workspace's `channels`.
    """
    now = wall_clock() - timedelta(minutes=1)
    slot = Slot(now.date(), instant(now.date(), now.time().replace(second=0, microsecond=0), "UTC"))
    at, every_day = slot.due_at.time(), frozenset(range(7))
    plans = []
    for index in range(number):
        to_channel = channels and index % channel_every == 0
        recipient = f"C{index % channels}W{index % workspaces}" if to_channel else f"U{index}"
        plans.append(
            Plan(f"T{index % workspaces:05}", recipient, "load", slot, str(index), at=at, days=every_day,
                 working_days=every_day)
        )  # fmt: skip
    for begin in range(0, number, 2000):
        async with database.connection() as connection:
            rows = [values_of_plan(plan) for plan in plans[begin : begin + 2000]]
            await insert_new(connection, schedules, rows)


async def open_plans(database: Database) -> int:
    """How many plans are due and have not become deliveries."""
    async with reading(database.engine) as connection:
        due = select(func.count()).select_from(schedules).where(schedules.c.next_due_at <= wall_clock())
        return int(await connection.scalar(due) or 0)


async def open_deliveries(database: Database) -> int:
    """How many deliveries have not ended."""
    async with reading(database.engine) as connection:
        still_open = select(func.count()).select_from(deliveries).where(deliveries.c.status.in_(STILL_OPEN))
        return int(await connection.scalar(still_open) or 0)


async def pile_up(database: Database, number: int, workspaces: int, *, first: int = 0) -> None:
    """Let `number` deliveries become due at the same moment, and wait for it.

    They are in the outbox before that moment, so that only the sending is measured.
    """
    loop, ahead = asyncio.get_running_loop(), 1.0 + number / 5000
    due = loop.time() + ahead
    await fill(database, number, workspaces, late=-ahead, first=first)
    assert loop.time() < due, "the outbox was not full in time"
    await asyncio.sleep(due - loop.time())


async def all_there(database: Database, workers: int) -> None:
    """Wait until that many workers are running: on PostgreSQL each holds a lease on itself. One has also written the
    first beat, since Slack would be asked about everything planned before it.
    """
    while not await _are_there(database, workers):  # noqa: ASYNC110 - there is no event across processes
        await asyncio.sleep(0.05)


async def _are_there(database: Database, workers: int) -> bool:
    async with reading(database.engine) as connection:
        beats = await connection.scalar(select(func.count()).select_from(engine_pulse))
    if not database.is_shared or not beats:
        return bool(beats)
    async with database.lease_store() as desk:
        return len((await desk.alive())[0]) >= workers


async def all_sent(database: Database) -> None:
    """Wait until every delivery has ended, in any process."""
    while await open_deliveries(database):  # noqa: ASYNC110 - there is no event across processes
        await asyncio.sleep(0.1)
