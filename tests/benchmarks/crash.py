"""Kills workers at random instants while they send, and counts in Slack which messages were lost or came twice."""

import asyncio
import json
import os
import tempfile
import time
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

from tests.benchmarks import failover, token_crash
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.crew import QUICK_GRACE, Case, Crew, line_of, until_done
from tests.benchmarks.ground import all_there, plan_all, slack_process
from tests.benchmarks.worker import Setup
from tests.databases import Postgres, with_tables

MIXED = Faults(cut=0.01, error=0.01, stall=0.002, too_many=0.005, stall_seconds=1.5, latency=0.005)


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
            left = await until_done(database, case, disturbing)
            seconds = time.monotonic() - started
            await crew.end()
            line = await line_of(case, crew, slack, database, seconds, left)
            await database.close()
            return line if line["ok"] else line | {"log": _tail(Path(folder, "log"))}


def _tail(file: Path) -> str:
    return file.read_text()[-1500:] if file.exists() else ""


async def _restarts(case: Case, postgres: Postgres | None) -> None:
    if case.restarts and postgres is not None:
        await restart_postgres(postgres, case.restarts)


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
        for line in chain(failover.lines(max(1000, number // 10), only), token_crash.lines(postgres, kills, only)):
            fine = fine and line["ok"]
            print(json.dumps(line), flush=True)  # noqa: T201 - this is the command's output
    finally:
        postgres.close()
    return fine


if __name__ == "__main__":
    quick = os.environ.get("QUICK") == "1"
    only = os.environ.get("ONLY", "")
    raise SystemExit(0 if main(2000 if quick else 20_000, 10 if quick else 100, only) else 1)
