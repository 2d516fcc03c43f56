"""A start waits only for the first beat: work beside sending begins with the second."""

import asyncio
import threading

import pytest

from bot.app.bot import Bot
from bot.process import Process
from bot.web.receiver import Receiver
from tests.counting_engine import PATIENCE, TICK, Engine, Steady, bot, engine, seen, steady

__all__ = ["bot", "engine", "steady"]  # fixtures


class Beside:
    """Work beside sending that counts how often it was started."""

    def __init__(self) -> None:
        self.begun = 0

    def tick(self) -> None:
        self.begun += 1

    async def stop(self) -> None:
        pass


@pytest.fixture
def beside(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> Beside:
    beside = Beside()
    monkeypatch.setattr(Process, "_beside_sending", lambda _: [beside])
    return beside


async def test_it_is_ready_with_the_first_beat_and_does_nothing_else_until_then(
    bot: Bot, engine: Engine, steady: Steady, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = threading.Event()
    monkeypatch.setattr("bot.web.receiver.WARM_UP", (warm.set,))
    engine.free.clear()
    process = Process(bot, Receiver(bot), 3600.0, steady)
    await process.start()
    await engine.hanging.wait()  # the first beat comes at once, not an hour later
    status, text = await seen(process, "/readyz")
    assert (status, "scheduler: not ready" in text) == (503, True)
    engine.free.set()
    while (await seen(process, "/readyz"))[0] != 200:  # noqa: ASYNC110 - it is asked over HTTP
        await asyncio.sleep(0)
    assert (warm.is_set(), beside.begun) == (False, 0)
    await process.stop()


async def test_what_is_done_beside_sending_begins_with_the_second_beat(
    bot: Bot, engine: Engine, steady: Steady, beside: Beside, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm = threading.Event()
    monkeypatch.setattr("bot.web.receiver.WARM_UP", (warm.set,))
    process = Process(bot, Receiver(bot), TICK, steady, patience=PATIENCE)
    await process.start()
    await engine.beaten(3)
    assert beside.begun
    assert await asyncio.to_thread(warm.wait, PATIENCE)
    await process.stop()


async def test_however_long_the_house_is_kept_sending_goes_on(
    bot: Bot, engine: Engine, steady: Steady, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = asyncio.Event()

    async def keep_house(*_where_and_when: object) -> None:
        begun.set()
        await asyncio.Event().wait()

    monkeypatch.setattr("bot.app.worker.keep_house", keep_house)
    process = Process(bot, None, TICK, steady)
    await process.start()
    await asyncio.wait_for(begun.wait(), PATIENCE)
    await engine.beaten(3)
    await process.stop()
