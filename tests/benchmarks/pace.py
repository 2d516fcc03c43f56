"""Measures pace: the share of Slack's rate that is used, lateness, and the forecast against a real run. Runs that
mostly wait go side by side.
"""

import asyncio
import statistics

from sqlalchemy import select

from bot.capacity.forecast import worst_wait
from bot.clock import wall_clock
from bot.delivery.rate_limit import Rate
from bot.storage.tables import deliveries
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.figures import Figure, at_least, at_most
from tests.benchmarks.load_setup import WORKSPACES, all_sent, all_there, fill, fresh, pile_up, slack_process
from tests.benchmarks.worker import Setup, start
from tests.databases import Postgres


async def permitted_rate(seconds: int, postgres: Postgres) -> list[Figure]:
    """The share of Slack's rate for a workspace that is used after the first burst, without ever getting a 429."""
    by_crew = await asyncio.gather(*(rate_of(workers, seconds, postgres) for workers in (1, 2)))
    return [figure for figures in by_crew for figure in figures]


async def rate_of(workers: int, seconds: int, postgres: Postgres) -> list[Figure]:
    """The same for a number of workers."""
    permitted, burst = 10.0, 5
    async with fresh(postgres) as (url, database), slack_process(Faults(rate=permitted, burst=10)) as slack:
        setup = Setup(url, slack.url, rate=permitted * 0.99, burst=burst)
        pool = [start(setup) for _ in range(workers)]
        await all_there(database, workers)
        await pile_up(database, int(WORKSPACES * permitted * seconds), WORKSPACES)
        await all_sent(database)
        counted = await slack.stats()
        for worker in pool:
            worker.terminate()
            await asyncio.to_thread(worker.join, 10)
    rates = [(sent - burst) / (last - first) for first, last, sent in counted["spans"]]
    return [
        at_least(f"share of the permitted rate, workers: {workers}", statistics.mean(rates) / permitted, 0.97),
        at_most(f"429s that we caused, workers: {workers}", counted["limited"], 0),
    ]


async def lateness(seconds: int, postgres: Postgres) -> list[Figure]:
    """The 99th percentile of lateness, within the permitted rate, with a heartbeat every second."""
    servers = (("SQLite", None), ("PostgreSQL", postgres))
    return await asyncio.gather(*(lateness_of(name, seconds, server) for name, server in servers))


async def lateness_of(name: str, seconds: int, postgres: Postgres | None) -> Figure:
    """The same for one database."""
    async with fresh(postgres) as (url, database), slack_process(Faults(latency=0.02)) as slack:
        worker = start(Setup(url, slack.url))
        await all_there(database, 1)
        await fill(database, 40 * seconds, WORKSPACES, late=-2.0, spread=seconds)
        await all_sent(database)
        async with database.connection() as connection:
            rows = await connection.execute(select(deliveries.c.due_at, deliveries.c.sent_at))
            late = sorted((row.sent_at - row.due_at).total_seconds() for row in rows)
        worker.terminate()
        await asyncio.to_thread(worker.join, 10)
    return at_most(f"p99 lateness, one tick per second, {name}", late[int(len(late) * 0.99)], 1.25, "s")


async def model(number: int, seconds: int, postgres: Postgres) -> list[Figure]:
    """The forecast of `simulate` against a real run of about `seconds`: how long the last message in a queue waits."""
    pace = Rate(rate=number / WORKSPACES / seconds, burst=10, spacing=0.0)
    due = {wall_clock(): number // WORKSPACES}
    forecast = worst_wait(due, pace, next(iter(due)), {})
    async with fresh(postgres) as (url, database), slack_process(Faults()) as slack:
        worker = start(Setup(url, slack.url, rate=pace.rate, burst=pace.burst))
        await all_there(database, 1)
        await pile_up(database, number, WORKSPACES)
        await all_sent(database)
        real = (await slack.stats())["took"]
        worker.terminate()
        await asyncio.to_thread(worker.join, 10)
    return [Figure(f"forecast of the longest wait, {number:,} due", forecast, "s"),
            at_most("real longest wait differs from the forecast by", abs(real / forecast - 1), 0.1)]  # fmt: skip
