"""A process whose delivery engine only counts its beats, and requests about it over HTTP."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app.bot import Bot, build
from bot.process import Process
from bot.settings import read_settings
from bot.storage.base.cipher import new_key
from bot.web.receiver import Receiver
from tests.databases import migrated_at
from tests.fakes import MovableClock

TICK = 0.001  # real seconds between two beats
PATIENCE = 60.0  # real seconds for the database of a busy machine


class Steady:
    """A steady clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Engine:
    """The delivery engine as the heart sees it: a beat hangs until it is `free`, and `fails` or `raises`."""

    def __init__(self) -> None:
        self.free = asyncio.Event()
        self.free.set()
        self.beats = 0
        self.fails = self.raises = False
        self.hanging = asyncio.Event()
        self._beaten = asyncio.Condition()

    async def tick(self) -> bool:
        self.beats += 1
        async with self._beaten:
            self._beaten.notify_all()
        if not self.free.is_set():
            self.hanging.set()
        await self.free.wait()
        if self.raises:
            raise ConnectionError("as a bug of ours would")
        return not self.fails

    async def drain(self, _seconds: float) -> None:
        pass

    async def beaten(self, times: int) -> None:
        """Wait until it has been beaten so many more times."""
        wanted = self.beats + times
        async with self._beaten:
            await self._beaten.wait_for(lambda: self.beats >= wanted)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def bot(tmp_path: Path, clock: MovableClock, engine: Engine) -> Bot:
    migrated_at(tmp_path / "ready.sqlite3")
    given: dict[str, Any] = {"slack_bot_token": "xoxb-1", "slack_signing_secret": "s", "port": 0}
    given |= {"database_url": f"sqlite:///{tmp_path}/ready.sqlite3", "encryption_keys": new_key()}
    made = build(read_settings(_env_file=None, **given), clock, in_loop=True)
    return replace(made, engine=engine)  # type: ignore[arg-type] # as much of one as a process needs


@pytest.fixture
def steady() -> Steady:
    return Steady()


async def seen(process: Process, path: str) -> tuple[int, str]:
    assert isinstance(process.receiver, Receiver)
    address = "http://{}:{}{}".format(*process.receiver.address, path)
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        return answer.status, await answer.text()
