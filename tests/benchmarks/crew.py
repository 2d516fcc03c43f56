"""The worker processes of a crash test, what is done to them, and what came of it at Slack and in the database."""

import asyncio
import os
import random
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from typing import Any

from sqlalchemy import select

from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from bot.storage.tables import deliveries
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.ground import Slack, open_plans, open_workspaces
from tests.benchmarks.worker import Setup, start

# The grace outlasts half a lease and the request's timeout: a server that was promoted knows of neither.
QUICK_GRACE = {
    "timeout": 0.6, "grace": 2.5, "lease": 3.0, "batch": 50, "concurrency": 20, "spacing": 1.02, "quick_restart": 30.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One crash test. `doubles`: whether it is a control, which must show some. `gone`: one worker is never restarted.
    `freeze`: one is stopped while it sends, until the others have done everything, and goes on then. `restarts`: how
    often PostgreSQL itself restarts. `asks`: Slack's history must have been asked.
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
    restarts: int = 0
    gap: tuple[float, float] = (0.2, 2.5)
    changes: dict[str, Any] = field(default_factory=dict)
    patience: float = 240.0


class Crew:
    """The worker processes of a case: some of them are killed, and most of those replaced."""

    def __init__(self, case: Case, setup: Setup, slack: Slack) -> None:
        self._case = case
        self._setup = setup
        self._slack = slack
        self._chance = random.Random(case.name)
        self.kills = 0
        self.workers: list[BaseProcess] = [start(setup) for _ in range(case.workers)]

    async def disturb(self) -> None:
        """Disturb them as the case says."""
        case = self._case
        while self.kills < case.kills:
            await asyncio.sleep(self._chance.uniform(*case.gap))
            if case.doubles:  # only a worker that is sending can cause a second send
                await self._goes_on()
            place = self._chance.randrange(len(self.workers))
            await self._kill(place)
            self.workers[place] = start(self._setup)
        if case.gone:
            await asyncio.sleep(self._chance.uniform(0.3, 0.6))
            await self._kill(0)
            del self.workers[0]
        if case.freeze:
            await self._freeze(self._chance.uniform(0.05, 0.4) * case.number)

    async def _freeze(self, arrived: float) -> None:
        """Stop a worker once so many have arrived at Slack, until everything has; then it has its say."""
        pid = self.workers[0].pid
        assert pid is not None
        await self.until_arrived(arrived)
        os.kill(pid, signal.SIGSTOP)
        try:
            await asyncio.wait_for(self.until_arrived(self._case.number), self._case.patience / 2)
        finally:
            os.kill(pid, signal.SIGCONT)
        await asyncio.sleep(2.0)  # what it still does, it does at once; no event crosses processes

    async def until_arrived(self, arrived: float) -> None:
        """Wait until so many have arrived at Slack."""
        while (await self._slack.stats())["arrived"] < arrived:  # noqa: ASYNC110 - no event crosses processes
            await asyncio.sleep(0.02)

    async def _goes_on(self) -> None:
        """Wait until Slack has more messages than now, or all of them."""
        before = (await self._slack.stats())["arrived"]
        number = self._case.number
        while before == (await self._slack.stats())["arrived"] < number:  # noqa: ASYNC110 - no event crosses processes
            await asyncio.sleep(0.01)

    async def _kill(self, place: int) -> None:
        self.workers[place].kill()
        await asyncio.to_thread(self.workers[place].join)
        self.kills += 1

    async def end(self) -> None:
        """Let all of them drain."""
        for worker in self.workers:
            worker.terminate()
        for worker in self.workers:
            await asyncio.to_thread(worker.join, 15)
            if worker.is_alive():
                worker.kill()


async def until_done(database: Database, case: Case, disturbing: asyncio.Future[Any] | None = None) -> int:
    """Wait until every plan and delivery has ended, and the disturbance too. Returns how many plans and workspaces did
    not.
    """
    left, until = 1, time.monotonic() + case.patience
    while time.monotonic() < until:
        try:
            left = await open_plans(database) + await open_workspaces(database)
        except Exception:  # noqa: BLE001 - the database restarts
            left = 1
        if disturbing is None or disturbing.done():
            if disturbing is not None:
                disturbing.result()
            if not left:
                return 0
        await asyncio.sleep(0.25)  # nothing to wait for across processes
    if disturbing is not None:
        disturbing.cancel()
    return left


async def line_of(
    case: Case, crew: Crew, slack: Slack, database: Database, seconds: float, left: int
) -> dict[str, Any]:
    """The line to print of a case that has come to its end, `left` of it not."""
    stats = await slack.stats()
    arrived, lost = set(stats["ids"]), []
    async with database.connection() as connection:
        rows = (await connection.execute(select(deliveries.c.id, deliveries.c.status, deliveries.c.reason))).all()
        lost = [row for row in rows if row.status is not DeliveryStatus.SENT or row.id not in arrived]
    doubled, missing = stats["doubled"], case.number - len(rows)
    fair = not lost and not left and not missing and (doubled > 0 if case.doubles else doubled == 0)
    fair = fair and (stats["asked"] > 0 or not case.asks)
    return {
        "case": case.name,
        "sent": stats["arrived"],
        "lost": len(lost) + missing,
        "why": sorted({f"{row.status.value} {row.reason}" for row in lost}),
        "doubled": doubled,
        "kills": crew.kills,
        "worst_rate": stats["worst_window"] / 10,
        "asked": stats["asked"],
        "seconds": round(seconds, 1),
        "ok": fair and (case.doubles or stats["worst_window"] <= 10),
    }
