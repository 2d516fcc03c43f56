"""Measures the time from spawning a process until it says that it is ready."""

import shutil
import statistics
import tempfile
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.load_setup import slack_process
from tests.benchmarks.servers import Server, bare_bolt, second_chair

GOAL = 1.0  # seconds
GOAL_WITH_TABLES = 1.3  # seconds
GOAL_OF_BARE = 2.0  # times the start of a bare Bolt app
# Given besides Bolt: no start of ours can save the part of the goal that these alone take.
GIVEN = ("apscheduler.schedulers.asyncio", "sqlalchemy.dialects.sqlite.aiosqlite", "sqlalchemy.ext.asyncio")
# What every start of ours loads besides Bolt and aiohttp, and could not do without.
LIBRARIES = (
    *GIVEN,
    "cryptography.fernet",
    "prometheus_client",
    "pydantic_settings",
    "structlog",
)


async def _migrate(url: str) -> None:
    database = Database(url, Cipher([new_key()]))
    await upgrade(database.engine)
    await database.close()


async def cold_start(rounds: int) -> list[Figure]:
    """Start in turns: ours with all tables, ours with an empty file, a bare Bolt app, one that loads what is given and
    one that loads all our libraries; the median of the rounds. A first round is not counted: it compiles what was never
    started.
    """
    key, starts = new_key(), list[dict[str, Server]]()
    with tempfile.TemporaryDirectory(prefix="second-chair-start-") as folder:
        template = Path(folder, "template.sqlite3")
        async with slack_process(Faults()) as slack:
            await _migrate(f"sqlite:///{template}")
            for number in range(rounds + 1):
                migrated, empty = (Path(folder, f"{kind}{number}.sqlite3") for kind in ("migrated", "empty"))
                shutil.copy(template, migrated)
                servers: dict[str, AbstractAsyncContextManager[Server]] = {
                    "bare": bare_bolt(slack.url),
                    "migrated": second_chair(f"sqlite:///{migrated}", slack.url, key),
                    "given": bare_bolt(slack.url, *GIVEN),
                    "libraries": bare_bolt(slack.url, *LIBRARIES),
                    "empty": second_chair(f"sqlite:///{empty}", slack.url, key),
                }
                measured = {}
                for kind, starting in servers.items():
                    async with starting as server:
                        measured[kind] = server
                starts.append(measured)
    return _figures(starts[1:])


def _figures(starts: list[dict[str, Server]]) -> list[Figure]:
    median = {kind: statistics.median(start[kind].start for start in starts) for kind in starts[0]}
    cpu = {kind: statistics.median(start[kind].cpu for start in starts) for kind in starts[0]}
    # Pair by pair: whatever else the machine does slows both of a round.
    of_bare = statistics.median(start["migrated"].start / start["bare"].start for start in starts)
    of_given = statistics.median(start["given"].start / start["bare"].start for start in starts)
    return [
        at_most("start to ready", median["migrated"], GOAL, "s"),
        at_most("start to ready, empty database", median["empty"], GOAL_WITH_TABLES, "s"),
        at_most("start to ready vs a bare Bolt app", of_bare, GOAL_OF_BARE),
        Figure("start to ready, bare Bolt app", median["bare"], "s"),
        Figure("start to ready, Bolt with SQLAlchemy and APScheduler vs bare", of_given, "ratio"),
        Figure("start to ready, Bolt with our libraries", median["libraries"], "s"),
        Figure("start, CPU", cpu["migrated"], "s"),
        Figure("start, CPU, bare Bolt app", cpu["bare"], "s"),
        Figure("start, CPU, Bolt with our libraries", cpu["libraries"], "s"),
    ]
