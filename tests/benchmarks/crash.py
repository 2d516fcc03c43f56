"""Kills workers at random instants while they send, and counts in Slack which messages were lost or came twice."""

import asyncio
import json
import os
import random
import signal
import tempfile
import time
from dataclasses import dataclass, field, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from bot.storage.tables import deliveries
from tests.benchmarks import token_crash
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.ground import Slack, all_there, open_plans, open_workspaces, plan_all, slack_process
from tests.benchmarks.worker import Setup, start
from tests.databases import Postgres, with_tables

MIXED = Faults(cut=0.01, error=0.01, stall=0.002, too_many=0.005, stall_seconds=1.5, latency=0.005)
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
        await self._until(arrived)
        os.kill(pid, signal.SIGSTOP)
        try:
            await asyncio.wait_for(self._until(self._case.number), self._case.patience / 2)
        finally:
            os.kill(pid, signal.SIGCONT)
        await asyncio.sleep(2.0)  # what it still does, it does at once; no event crosses processes

    async def _until(self, arrived: float) -> None:
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


async def restart_postgres(postgres: Postgres, times: int) -> None:
    """Restart the server under the workers, connections and all."""
    for _ in range(times):
        await asyncio.sleep(1.5)
        await asyncio.to_thread(postgres.restart)


async def run(case: Case, postgres: Postgres | None = None) -> dict[str, Any]:
    """Run a case to its end. Returns the line to print."""
    with tempfile.TemporaryDirectory(prefix="second-chair-crash-") as folder:
        if case.postgres:
            assert postgres is not None
            url = postgres.url(await postgres.create())
        else:
            url = f"sqlite:///{folder}/crash.sqlite3"
        async with slack_process(case.faults) as slack:
            database = await with_tables(url)
            setup = replace(Setup(url, slack.url, log=f"{folder}/log"), **(QUICK_GRACE | case.changes))
            crew = Crew(case, setup, slack)
            await all_there(database, case.workers)
            await plan_all(database, case.number, workspaces=20, channels=3)
            started = time.monotonic()
            disturbing = asyncio.gather(crew.disturb(), _restarts(case, postgres))
            left = await _until_done(database, disturbing, case.patience)
            seconds = time.monotonic() - started
            await crew.end()
            line = await _line(case, crew, slack, database, seconds, left)
            await database.close()
            return line if line["ok"] else line | {"log": _tail(Path(folder, "log"))}


def _tail(file: Path) -> str:
    return file.read_text()[-1500:] if file.exists() else ""


async def _restarts(case: Case, postgres: Postgres | None) -> None:
    if case.restarts and postgres is not None:
        await restart_postgres(postgres, case.restarts)


async def _until_done(database: Database, disturbing: asyncio.Future[Any], patience: float) -> int:
    """Wait until every delivery has ended. Returns in how many workspaces some did not."""
    left, until = 1, time.monotonic() + patience
    while time.monotonic() < until:
        try:
            left = await open_plans(database) + await open_workspaces(database)
        except Exception:  # noqa: BLE001 - the database restarts
            left = 1
        if disturbing.done():
            disturbing.result()
            if not left:
                return 0
        await asyncio.sleep(0.25)  # nothing to wait for across processes
    disturbing.cancel()
    return left


async def _line(case: Case, crew: Crew, slack: Slack, database: Database, seconds: float, left: int) -> dict[str, Any]:
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


def cases(number: int, kills: int) -> list[Case]:
    """Everything that `make crash` runs."""
    few = max(1000, number // 10)
    return [
        Case("sqlite x1, killed", number=number, kills=kills),
        Case("sqlite x1, killed, mixed faults", number=number, kills=kills, faults=MIXED),
        Case("postgres x3, killed", postgres=True, workers=3, number=number, kills=kills),
        Case("postgres x3, killed, mixed faults", postgres=True, workers=3, number=number, kills=kills, faults=MIXED),
        Case("postgres x2, one gone for good", postgres=True, workers=2, number=few, kills=0, gone=True),
        Case("postgres x2, one frozen past its lease", postgres=True, workers=2, number=few, kills=0, freeze=True,
             asks=True, faults=Faults(latency=0.05)),
        Case("control: frozen, without the fence", postgres=True, workers=2, number=few, kills=0, freeze=True,
             doubles=True, asks=True, faults=Faults(latency=0.05), changes={"fenced": False}),
        Case("postgres x2, the database restarts", postgres=True, workers=2, number=2 * few, kills=0, restarts=4,
             faults=Faults(latency=0.15)),
        Case("sqlite x1, killed, a page of history now and then", number=few, kills=3, asks=True,
             faults=Faults(latency=0.05, history_every=0.5, history_items=15)),
        Case("control: nothing is asked", number=2 * few, kills=max(5, kills // 10), doubles=True, gap=(0.1, 0.6),
             faults=Faults(latency=0.02), changes={"reconcile": False}),
        Case("control: the SDK's default retries", number=few, kills=0, doubles=True,
             faults=Faults(cut=0.02, latency=0.005), changes={"retries": True}),
    ]  # fmt: skip


def main(number: int, kills: int, only: str = "") -> bool:
    """Run the cases whose name contains `only` and print a JSON line for each. Returns whether all of them are ok."""
    postgres, fine = Postgres(durable=True), True
    try:
        for case in cases(number, kills):
            if only in case.name:
                line = asyncio.run(run(case, postgres))
                fine = fine and line["ok"]
                print(json.dumps(line), flush=True)  # noqa: T201 - this is the command's output
        for line in token_crash.lines(postgres, kills, only):
            fine = fine and line["ok"]
            print(json.dumps(line), flush=True)  # noqa: T201 - this is the command's output
    finally:
        postgres.close()
    return fine


if __name__ == "__main__":
    quick = os.environ.get("QUICK") == "1"
    only = os.environ.get("ONLY", "")
    raise SystemExit(0 if main(2000 if quick else 20_000, 10 if quick else 100, only) else 1)
