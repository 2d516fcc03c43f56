"""Measures the time from the spawn of a process until it says that it is ready."""

import shutil
import statistics
import tempfile
from pathlib import Path

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.ground import slack_process
from tests.benchmarks.servers import Server, bare_bolt, second_chair

GOAL = 2.0  # seconds


async def _migrate(url: str) -> None:
    database = Database(url, Cipher([new_key()]))
    await upgrade(database.engine)
    await database.close()


async def cold_start(rounds: int) -> list[Figure]:
    """Start with all tables there, with an empty file, and a bare Bolt app, in turns; the median of the rounds."""
    key, starts = new_key(), {"bare": list[Server](), "migrated": list[Server](), "empty": list[Server]()}
    with tempfile.TemporaryDirectory(prefix="second-chair-start-") as folder:
        template = Path(folder, "template.sqlite3")
        async with slack_process(Faults()) as slack:
            await _migrate(f"sqlite:///{template}")
            for each in range(rounds):
                migrated, empty = (Path(folder, f"{kind}{each}.sqlite3") for kind in ("migrated", "empty"))
                shutil.copy(template, migrated)
                async with bare_bolt(slack.url) as server:
                    starts["bare"].append(server)
                async with second_chair(f"sqlite:///{migrated}", slack.url, key) as server:
                    starts["migrated"].append(server)
                async with second_chair(f"sqlite:///{empty}", slack.url, key) as server:
                    starts["empty"].append(server)
    median = {kind: statistics.median(server.start for server in found) for kind, found in starts.items()}
    cpu = {kind: statistics.median(server.cpu for server in found) for kind, found in starts.items()}
    return [
        Figure("start to ready, a bare Bolt app", median["bare"], "s"),
        at_most("start to ready", median["migrated"], GOAL, "s"),
        at_most("start to ready, all tables to make", median["empty"], GOAL, "s"),
        Figure("start, CPU, a bare Bolt app", cpu["bare"], "s"),
        Figure("start, CPU", cpu["migrated"], "s"),
    ]
