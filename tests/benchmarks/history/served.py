"""The real web process on a story's database, at the moment where the story stopped, with its statements counted."""

import asyncio
import multiprocessing
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, cast

from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot import log
from bot.app.bot import build
from bot.cli.running import run_process
from bot.domain.people.allowances import MOST_A_DAY, Allowance
from bot.process import Process
from bot.settings import read_settings
from bot.web import person_rate_limit
from bot.web.receiver import Receiver
from tests.benchmarks.servers import SECRET, free_port, is_ready

SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Setup:
    """Where it finds things, and its start time (aware)."""

    database: str
    key: str
    slack: str
    port: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Served:
    """A running web process. It shares two numbers: the statements `asked` so far, and the requests `running` now."""

    port: int
    asked: Any
    running: Any


class Counted(set[Any]):
    """A set that reports its size."""

    def __init__(self, size: Any) -> None:
        super().__init__()
        self._size = size

    def add(self, element: Any) -> None:
        """As in `set`."""
        super().add(element)
        self._size.value = len(self)

    def discard(self, element: Any) -> None:
        """As in `set`."""
        super().discard(element)
        self._size.value = len(self)


def serve(setup: Setup, asked: Any, running: Any) -> None:
    """The entry point of the process."""
    log.configure("json", "ERROR")
    vars(person_rate_limit)["AT_ONCE"] = vars(person_rate_limit)["A_DAY"] = (
        1e9  # one person sends more here than a person can
    )
    cast("dict[Allowance, int]", MOST_A_DAY).update(dict.fromkeys(Allowance, 10**9))

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            asked.value += 1

    event.listen(Engine, "before_cursor_execute", count)
    settings = read_settings(
        _env_file=None,
        slack_bot_token="xoxb-bench",
        slack_signing_secret=SECRET,
        slack_api_url=setup.slack,
        database_url=setup.database,
        encryption_keys=setup.key,
        host="127.0.0.1",
        port=setup.port,
    )
    began = monotonic()
    bot = build(settings, lambda: setup.now + timedelta(seconds=monotonic() - began))
    vars(bot.binding)["_running"] = Counted(running)
    asyncio.run(run_process(Process(bot, Receiver(bot, prefers_http=True), sends=False)))


@contextmanager
def _without_settings() -> Iterator[None]:
    """Remove everything that this machine's operator has set for a bot of theirs."""
    hidden = {name: os.environ.pop(name) for name in tuple(os.environ) if name.startswith("SLACK_")}
    try:
        yield
    finally:
        os.environ.update(hidden)


@asynccontextmanager
async def served(url: str, key: str, slack: str, now: datetime) -> AsyncIterator[Served]:
    """The web process, ready."""
    app = Served(free_port(), SPAWN.Value("q", 0), SPAWN.Value("q", 0))
    setup = Setup(url, key, slack, app.port, now)
    process = SPAWN.Process(target=serve, args=(setup, app.asked, app.running), daemon=True)
    with _without_settings():
        process.start()
    try:
        while not await is_ready(app.port):
            assert process.is_alive(), f"the web process ended: {process.exitcode}"
            await asyncio.sleep(0.02)
        yield app
    finally:
        process.kill()  # what it would still finish does not matter here
        await asyncio.to_thread(process.join, 12)
