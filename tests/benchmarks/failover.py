"""What a database may forget: a standby is promoted, or an hour-old backup restored, while workers send."""

import asyncio
import random
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.judged import judged
from tests.benchmarks.load_setup import Slack, all_there, slack_process
from tests.benchmarks.standby import Pair, standby_pair
from tests.benchmarks.worker import Setup
from tests.benchmarks.worker_pool import QUICK_GRACE, Case, WorkerPool, line_of
from tests.databases import with_tables

LAG = 0.7  # seconds of commits that an asynchronous standby is missing
SENDS = Faults(latency=0.1)


@dataclass(frozen=True, slots=True)
class Scene:
    """A case and its setting: the database's `url`, and the `pair` of servers or the `file` that hold it."""

    case: Case
    slack: Slack
    url: str
    pair: Pair | None = None
    file: Path | None = None

    def setup(self, folder: str) -> Setup:
        """How its workers are set up."""
        return replace(Setup(self.url, self.slack.url, log=f"{folder}/log"), **(QUICK_GRACE | self.case.changes))


async def promoted(scene: Scene, folder: str) -> dict[str, Any]:
    """The standby is promoted while workers send; where the case says so, one worker is frozen until all is sent."""
    assert scene.pair is not None
    database, began = await with_tables(scene.url), time.monotonic()
    pool = WorkerPool(scene.case, scene.setup(folder), scene.slack)
    await all_there(database, scene.case.workers)
    await scene.case.plan(database)
    await pool.until_arrived(drawn(scene.case) * scene.case.number)
    disturbing = asyncio.ensure_future(pool.disturb()) if scene.case.freeze else None
    await scene.pair.fail_over(LAG)
    left = await pool.until_done(database, disturbing)
    await pool.end()
    line = await line_of(scene.case, pool, scene.slack, database, time.monotonic() - began, left)
    await database.close()
    return line


async def restored(scene: Scene, folder: str) -> dict[str, Any]:
    """A backup made while workers were sending is restored an hour later, when everything has been sent."""
    database, began = await with_tables(scene.url), time.monotonic()
    pool = WorkerPool(scene.case, scene.setup(folder), scene.slack)
    await all_there(database, scene.case.workers)
    await scene.case.plan(database)
    await pool.until_arrived(drawn(scene.case) * scene.case.number)
    copy = await _backup(scene, folder)
    await pool.until_done(database)
    await pool.end()
    await database.close()
    later = WorkerPool(scene.case, replace(scene.setup(folder), url=copy, ahead=timedelta(hours=1)), scene.slack)
    backup = await with_tables(copy)
    left = await later.until_done(backup)
    await later.end()
    line = await line_of(scene.case, later, scene.slack, backup, time.monotonic() - began, left)
    await backup.close()
    return line


async def _backup(scene: Scene, folder: str) -> str:
    if scene.pair is not None:
        return await scene.pair.copy()
    copy = Path(folder, "backup.sqlite3")
    assert scene.file is not None
    with closing(sqlite3.connect(scene.file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return f"sqlite:///{copy}"


def drawn(case: Case) -> float:
    """The share of messages that have arrived when it happens."""
    return random.Random(case.name).uniform(0.2, 0.5)


@asynccontextmanager
async def scene_of(case: Case, slack: Slack, folder: str, *, synchronous: bool = False) -> AsyncIterator[Scene]:
    """The scene of a case."""
    if not case.postgres:
        file = Path(folder, "crash.sqlite3")
        yield Scene(case, slack, f"sqlite:///{file}", file=file)
        return
    async with standby_pair(synchronous=synchronous) as pair:
        yield Scene(case, slack, pair.url, pair)


async def run(case: Case, how: str) -> dict[str, Any]:
    """Run a case. Returns the line to print."""
    with tempfile.TemporaryDirectory(prefix="second-chair-failover-") as folder:
        async with (
            slack_process(case.faults) as slack,
            scene_of(case, slack, folder, synchronous=how == "synchronous") as scene,
        ):
            return await (restored if how == "backup" else promoted)(scene, folder)


def cases(number: int) -> list[tuple[Case, str]]:
    """The cases that `make crash` runs, each with its kind."""
    pair = Case("", postgres=True, workers=2, number=number, kills=0, faults=SENDS, asks=True)
    blind = {"reconcile": False}
    return [
        (replace(pair, name="postgres x2, a standby is promoted, asynchronous"), "asynchronous"),
        (replace(pair, name="postgres x2, a standby is promoted, synchronous"), "synchronous"),
        (replace(pair, name="postgres x2, one frozen while a standby is promoted", freeze=True), "asynchronous"),
        (replace(pair, name="postgres x3, one an hour behind, a standby is promoted", workers=3,
                 behind=timedelta(hours=1)), "asynchronous"),
        (replace(pair, name="postgres x2, a backup of an hour ago"), "backup"),
        (replace(pair, name="sqlite x1, a backup of an hour ago", postgres=False, workers=1), "backup"),
        (replace(pair, name="control: a standby promoted, nothing asked", doubles=True, asks=False, changes=blind),
         "asynchronous"),
        (replace(pair, name="control: a backup of an hour ago, nothing asked", postgres=False, workers=1,
                 doubles=True, asks=False, changes=blind), "backup"),
    ]  # fmt: skip


def lines(number: int, only: str) -> Iterator[dict[str, Any]]:
    """The lines of the cases whose name contains `only`."""
    for case, how in cases(number):
        if only in case.name:
            yield judged(case.name, run(case, how))
