"""`make bench`: figures as ratios. Things compared are measured side by side in one run, only on 127.0.0.1."""

import asyncio
import json
import os
import resource
import statistics
import sys
import time
from dataclasses import asdict, replace
from typing import Any

import psutil  # type: ignore[import-untyped]  # it has no types
from rich.console import Console
from rich.table import Table

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from tests.benchmarks import ticks
from tests.benchmarks.acks import acks
from tests.benchmarks.cold_start import cold_start
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.figures import Figure, at_least, at_most, verdict
from tests.benchmarks.floor import Run, floor, limit, sdk_default
from tests.benchmarks.history.measure import history
from tests.benchmarks.load_setup import WORKSPACES, all_sent, all_there, fill, fresh, pile_up, slack_process
from tests.benchmarks.pace import lateness, model, permitted_rate
from tests.benchmarks.servers import second_chair
from tests.benchmarks.slots import slots
from tests.benchmarks.worker import Setup, start
from tests.databases import Postgres
from tests.usage import takes_no_words

WIDE = 140  # columns for a table in a file, where each figure has a line of its own
WARM_UP = 200  # messages; the first ones wait while statements are compiled, as the loop's wait for its connections


async def engine_run(number: int, postgres: Postgres | None, workers: int, faults: Faults, **changes: Any) -> Run:
    """Let workers send messages that become due at the same moment; some are sent before.

    The time runs from the first message that arrives at Slack to the last. The delay of the first one is due to the
    heartbeat, and is measured as lateness. For the same reason several workers' hearts beat in step: otherwise one
    would begin up to a second later than the other, and end that much later.
    """
    async with fresh(postgres) as (url, database), slack_process(faults) as slack:
        setup = replace(Setup(url, slack.url, in_step=workers > 1), **changes)
        pool = [start(setup) for _ in range(workers)]
        await all_there(database, workers)
        processes = [psutil.Process(worker.pid) for worker in pool]
        await fill(database, WARM_UP, WORKSPACES)
        await all_sent(database)
        await slack.begin()
        await pile_up(database, number, WORKSPACES, first=WARM_UP)
        before = sum(sum(process.cpu_times()[:2]) for process in processes)
        await all_sent(database)
        counted = await slack.stats()
        cpu = sum(sum(process.cpu_times()[:2]) for process in processes) - before
        memory = max(process.memory_info().rss for process in processes) / 2**20
        for worker in pool:
            worker.terminate()
            await asyncio.to_thread(worker.join, 10)
        assert counted["doubled"] == 0, counted["doubled"]
        return Run(number / counted["took"], cpu / number * 1000, memory)


async def throughput(number: int, rounds: int, postgres: Postgres) -> list[Figure]:
    """The engine against the bare client loop, interleaved, the median of the rounds' ratios."""
    kinds = {
        "limit": lambda: limit(number, WORKSPACES, Faults()),
        "floor": lambda: floor(number, WORKSPACES, Faults()),
        "sdk": lambda: sdk_default(number // 4, WORKSPACES, Faults()),  # the slowest by far, and it has no goal
        "sqlite": lambda: engine_run(number, None, 1, Faults()),
        "postgres x1": lambda: engine_run(number, postgres, 1, Faults()),
        "postgres x2": lambda: engine_run(number, postgres, 2, Faults()),
    }
    runs: dict[str, list[Run]] = {kind: [] for kind in kinds}
    for _ in range(rounds):
        for kind, measure in kinds.items():
            runs[kind].append(await measure())  # type: ignore[no-untyped-call]  # a lambda has no types

    def rate(kind: str, base: str = "floor") -> float:
        """Round by round: within minutes the machine's speed changes by more than the difference measured."""
        return statistics.median(run.rate / bare.rate for run, bare in zip(runs[kind], runs[base], strict=True))

    def cpu(kind: str) -> float:
        return statistics.median(run.cpu / bare.cpu for run, bare in zip(runs[kind], runs["floor"], strict=True))

    return [
        Figure("bare loop, one shared session", statistics.median(run.rate for run in runs["floor"]), "messages/s"),
        Figure("the SDK's default session vs the bare loop", rate("sdk"), "ratio"),
        at_least("SQLite, one process vs the bare loop", rate("sqlite"), 0.75),
        at_least("PostgreSQL, one worker vs the bare loop", rate("postgres x1"), 0.8),
        at_least("PostgreSQL, two workers vs the bare loop", rate("postgres x2"), 1.0),
        Figure(
            "this machine's limit, prepared bytes",
            statistics.median(run.rate for run in runs["limit"]),
            "messages/s",
        ),
        Figure("bare loop vs the limit", rate("floor", "limit"), "ratio"),
        Figure("SQLite, one process vs the limit", rate("sqlite", "limit"), "ratio"),
        Figure("PostgreSQL, one worker vs the limit", rate("postgres x1", "limit"), "ratio"),
        second_worker(rate("postgres x2", "postgres x1")),
        Figure("bare loop, CPU", statistics.median(run.cpu for run in runs["floor"]), "s per 1,000"),
        at_most("SQLite, CPU vs the bare loop", cpu("sqlite"), 1.2),
        at_most("PostgreSQL, worker CPU vs the bare loop", cpu("postgres x1"), 1.2),
    ]


def second_worker(gain: float) -> Figure:
    """The gain from a second worker. The goal holds for two free cores, besides those for PostgreSQL and Slack."""
    name, goal = "PostgreSQL, two workers vs one", 1.4
    if (os.cpu_count() or 1) >= 4:
        return at_least(name, gain, goal)
    return Figure(name, gain, "ratio", f"at least {goal:g} with two free cores")


async def with_latency(number: int, postgres: Postgres) -> list[Figure]:
    """The same with a Slack that takes 100 ms to answer: all three at once, since each mostly waits."""
    slow = Faults(latency=0.1)
    bare, *ours = await asyncio.gather(
        floor(number, WORKSPACES, slow), *(engine_run(number, server, 1, slow) for server in (None, postgres))
    )
    return [
        at_least(f"at 100 ms: {name} vs the bare loop", run.rate / bare.rate, 0.95)
        for name, run in zip(("SQLite", "PostgreSQL"), ours, strict=True)
    ]


async def memory(number: int, postgres: Postgres) -> list[Figure]:
    """The memory of a real worker with a very long queue, and the size of a message in the database."""
    url, key, most = postgres.url(await postgres.create()), new_key(), 0.0
    database = Database(url, Cipher([key]))
    await upgrade(database.engine)
    async with slack_process(Faults()) as slack, second_chair(url, slack.url, key, "worker") as server:
        process = psutil.Process(server.pid)
        await fill(database, number, WORKSPACES * 5, nudge="welcome")
        for _ in range(20):
            await asyncio.sleep(0.2)
            most = max(most, process.memory_info().rss / 2**20)
        assert await slack.arrived(), "nothing was sent"
    size = await ticks.table_bytes(database) / number
    await database.close()
    return [
        at_most(f"memory of a worker, {number:,} due", most, 120, "MB"),
        at_most("storage", size, 1000, "bytes per message"),
    ]


def show(figures: list[Figure]) -> None:
    """Print a JSON line for each figure, then a table for people, and finally the goals that were missed."""
    for figure in figures:
        print(json.dumps(asdict(figure) | {"value": round(figure.value, 4)}), flush=True)  # noqa: T201 - the output
    table = Table("figure", "value", "unit", "goal", "reached")
    for figure in figures:
        mark = {True: "yes", False: "no", None: ""}[figure.ok]
        table.add_row(figure.name, f"{figure.value:,.3g}", figure.unit, figure.goal, mark)
    console = Console(stderr=True, width=None if sys.stderr.isatty() else WIDE)
    console.print(table)
    console.print(verdict(figures), highlight=False)


async def everything(quick: bool) -> list[Figure]:
    """All figures; `quick` in under two minutes."""
    postgres = Postgres(durable=True)
    try:
        parts: list[tuple[str, Any]] = [
            ("throughput", lambda: throughput(6000 if quick else 10_000, 1 if quick else 5, postgres)),
            ("latency", lambda: with_latency(1000 if quick else 5000, postgres)),
            ("rate", lambda: permitted_rate(5 if quick else 30, postgres)),
            ("lateness", lambda: lateness(4 if quick else 30, postgres)),
            ("model", lambda: model(2_000 if quick else 20_000, 6 if quick else 20, postgres)),
            ("slots", slots),
            ("ticks", lambda: ticks.idle(postgres, 100_000 if quick else 1_000_000)),
            ("naive", lambda: ticks.against_apscheduler(1_500 if quick else 10_000)),
            ("acks", lambda: acks(40 if quick else 300, 200 if quick else 1000, postgres)),
            ("history", lambda: history((2, 6) if quick else (2, 104, 260), 2 if quick else 20, postgres)),
            ("start", lambda: cold_start(2 if quick else 7)),
            ("memory", lambda: memory(20_000 if quick else 100_000, postgres)),
        ]
        only, figures = os.environ.get("ONLY", ""), []
        for name, measure in parts:
            if only in name:
                began = time.monotonic()
                figures += await measure()
                Console(stderr=True).print(f"{name}: {time.monotonic() - began:.0f} s", style="dim")
        return figures
    finally:
        postgres.close()


if __name__ == "__main__":
    takes_no_words("tests.benchmarks.bench", __doc__)
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1]))
    found = asyncio.run(everything(os.environ.get("QUICK") == "1"))
    show(found)
    sys.exit(0 if all(figure.ok is not False for figure in found) else 1)
