"""The worker processes of a crash test, what is done to them, and the results at Slack and in the database."""

import asyncio
import os
import random
import signal
import time
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing.process import BaseProcess
from typing import Any

from sqlalchemy import select

from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from bot.storage.tables import deliveries
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.load_setup import Slack, open_deliveries, open_plans, plan_all
from tests.benchmarks.worker import SPAWN, Setup, start

# The grace outlasts half a lease and the request's timeout: a promoted server knows of neither.
QUICK_GRACE = {
    "timeout": 0.6, "grace": 2.5, "lease": 3.0, "batch": 50, "concurrency": 20, "spacing": 1.02, "quick_restart": 30.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One crash test: `number` messages to `workspaces`, and `kills` at random instants while they are sent.

    `doubles`: whether it is a control, which must show some. `gone`: one worker is never restarted. `freeze`: one is
    frozen while it sends, and resumes once the others have done everything. `restarts`: how often PostgreSQL itself
    restarts. `asks`: Slack's history must have been read; `turns`: more than one page of a conversation.
    `behind`: how far the first worker's clocks are behind those of the others.
    `channels` of each workspace get one in `channel_every` messages. `patience`: seconds without any progress after
    which we give up, however slow the machine is.
    """

    name: str
    postgres: bool = False
    workers: int = 1
    number: int = 1000
    kills: int = 5
    faults: Faults = field(default_factory=Faults)
    doubles: bool = False
    gone: bool = False
    freeze: bool = False
    asks: bool = False
    turns: bool = False
    restarts: int = 0
    behind: timedelta = timedelta(0)
    workspaces: int = 20
    channels: int = 3
    channel_every: int = 19
    changes: dict[str, Any] = field(default_factory=dict)
    patience: float = 120.0

    async def plan(self, database: Database) -> None:
        """Plan its messages, all of them due now."""
        await plan_all(database, self.number, self.workspaces, channels=self.channels, channel_every=self.channel_every)

    def instants(self, times: int) -> list[float]:
        """Random instants during the sending, in order, each as the number of messages that have arrived by then."""
        chance = random.Random(self.name)
        return sorted(chance.uniform(0.02, 0.95) * self.number for _ in range(times))

    def is_fair(self, stats: dict[str, Any]) -> bool:
        """Whether Slack's counts of doubles, questions and rates are as they must be."""
        doubles = stats["doubled"] > 0 if self.doubles else stats["doubled"] == 0
        asked = (stats["asked"] > 0 or not self.asks) and (stats["turned"] > 0 or not self.turns)
        unhurried = stats["worst_window"] <= 10 or self.doubles or self.changes.get("spacing") == 0.0
        return doubles and asked and unhurried


class WorkerPool:
    """The worker processes of a case: some of them are killed, and most of those replaced."""

    def __init__(self, case: Case, setup: Setup, slack: Slack) -> None:
        self._case = case
        self._setup = setup
        self._slack = slack
        self._chance = random.Random(case.name)
        self.kills = 0
        first = replace(setup, ahead=setup.ahead - case.behind)
        self._reached = SPAWN.Event()
        if case.freeze:  # it has a share of the messages, of which this is among the first fifth
            share = case.number // case.workers
            first = replace(first, freeze_at=self._chance.randint(1, share // 5), reached=self._reached)
        self.workers: list[BaseProcess] = [start(setup if place else first) for place in range(case.workers)]

    async def disturb(self) -> None:
        """Disturb them as the case says."""
        case = self._case
        for arrived in case.instants(case.kills):
            await self.until_arrived(arrived)
            place = self._chance.randrange(len(self.workers))
            await self._kill(place)
            self.workers[place] = start(self._setup)
        if case.gone:
            await self.until_arrived(case.instants(1)[0])
            await self._kill(0)
            del self.workers[0]
        if case.freeze:
            await self._freeze()

    async def _freeze(self) -> None:
        """Freeze the first worker while it has posts in hand, until all have arrived; then let it go on."""
        pid = self.workers[0].pid
        assert pid is not None
        while not self._reached.is_set():  # noqa: ASYNC110 - it is set in another process
            await asyncio.sleep(0.005)
        await asyncio.sleep(self._chance.uniform(0.0, self._case.faults.latency))  # at any moment of a post
        os.kill(pid, signal.SIGSTOP)
        try:
            await self.until_arrived(self._case.number)
        finally:
            os.kill(pid, signal.SIGCONT)
        await asyncio.sleep(2.0)  # whatever it still does, it does at once; no event crosses processes

    async def until_arrived(self, arrived: float) -> None:
        """Wait until so many have arrived at Slack. `until_done` notices if it takes too long."""
        while await self._slack.arrived() < arrived:  # noqa: ASYNC110 - no event crosses processes
            await asyncio.sleep(0.02)

    async def _kill(self, place: int) -> None:
        self.workers[place].kill()
        await asyncio.to_thread(self.workers[place].join)
        self.kills += 1

    async def until_done(self, database: Database, disturbing: asyncio.Future[Any] | None = None) -> int:
        """Wait until every plan and delivery has ended, and the disturbance too, or nothing has moved for as long as
        the case is patient. Returns how many plans and deliveries have not ended.
        """
        left, before, until = 1, (0, 0, 0), 0.0
        while (progress := (left, self.kills, await self._slack.arrived())) != before or time.monotonic() < until:
            if progress != before:
                before, until = progress, time.monotonic() + self._case.patience
            with suppress(Exception):  # the database is restarting
                left = await open_plans(database) + await open_deliveries(database)
                if (disturbing is None or disturbing.done()) and not left:
                    break
            await asyncio.sleep(0.25)  # nothing to wait for across processes
        if disturbing is not None and not disturbing.done():
            disturbing.cancel()
        elif disturbing is not None:
            disturbing.result()
        return left

    async def end(self) -> None:
        """Let all of them drain."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            await asyncio.to_thread(worker.join, 15)
            if worker.is_alive():
                worker.kill()


async def line_of(
    case: Case, pool: WorkerPool, slack: Slack, database: Database, seconds: float, left: int
) -> dict[str, Any]:
    """The line to print for a case that has ended, with `left` plans and deliveries that have not."""
    stats = await slack.stats()
    arrived, lost = set(stats["ids"]), []
    async with database.connection() as connection:
        rows = (await connection.execute(select(deliveries.c.id, deliveries.c.status, deliveries.c.reason))).all()
        lost = [row for row in rows if row.status is not DeliveryStatus.SENT or row.id not in arrived]
    missing = case.number - len(rows)
    came = {slot.rpartition(" ")[2] for slot in stats["slots"]}  # by the slots that they name, whatever their ids
    never = sum(str(number) not in came for number in range(case.number))
    return {
        "case": case.name,
        "sent": stats["arrived"],
        "lost": len(lost) + missing,
        "never": never,
        "why": sorted({f"{row.status.value} {row.reason}" for row in lost}),
        "left": left,
        "doubled": stats["doubled"],
        "kills": pool.kills,
        "worst_rate": stats["worst_window"] / 10,
        "asked": stats["asked"],
        "turned": stats["turned"],
        "seconds": round(seconds, 1),
        "ok": case.is_fair(stats) and not (lost or left or missing or never) and pool.kills == case.kills + case.gone,
    }
