"""A stuck scheduler is reported at /readyz in a sentence, while the process is alive and answers."""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.app.bot import Bot
from bot.clock import SECONDS_TO_BELIEVE
from bot.process import SECONDS_OF_FAILURE, SECONDS_WITHOUT_BEAT, Process
from bot.slack.token_check import Trial
from bot.storage.database import LEAST_ROOM, Database
from bot.storage.migrate import upgrade
from bot.web.receiver import Receiver
from bot.zone_data import PINNED
from tests.counting_engine import PATIENCE, TICK, Engine, Steady, bot, engine, seen, steady
from tests.fakes import MovableClock

__all__ = ["bot", "engine", "steady"]  # fixtures


@pytest.fixture
async def process(bot: Bot, steady: Steady) -> AsyncIterator[Process]:
    process = Process(bot, Receiver(bot), TICK, steady, patience=PATIENCE)
    await process.start()
    yield process
    await process.stop()


async def test_a_stuck_beat_is_said_and_so_is_that_it_goes_on(process: Process, engine: Engine, steady: Steady) -> None:
    await engine.beaten(2)
    status, text = await seen(process, "/readyz")
    assert status == 200
    assert f"time zones: {PINNED.version}" in text

    engine.free.clear()
    await engine.hanging.wait()
    stuck = engine.beats
    steady.now += SECONDS_WITHOUT_BEAT - 1
    assert (await seen(process, "/readyz"))[0] == 200, "a beat may take its time"
    steady.now += 1
    status, text = await seen(process, "/readyz")
    assert status == 503
    assert "scheduler: not ready. No beat has finished in the last half minute" in text
    assert "database: ready" in text
    assert (await seen(process, "/healthz"))[0] == 200, "it is alive: to kill it is for an operator to decide"
    assert engine.beats == stuck, "never two beats at once"

    engine.free.set()
    await engine.beaten(2)
    assert (await seen(process, "/readyz"))[0] == 200


@pytest.mark.parametrize("how", ["fails", "raises"])
async def test_beats_that_fail_for_a_minute_are_said_though_the_heart_beats(
    process: Process, engine: Engine, steady: Steady, how: str, caplog: pytest.LogCaptureFixture
) -> None:
    await engine.beaten(2)
    setattr(engine, how, True)
    await engine.beaten(2)
    steady.now += SECONDS_OF_FAILURE - 1
    await engine.beaten(2)
    assert (await seen(process, "/readyz"))[0] == 200, "a database may start anew meanwhile"
    steady.now += 1
    await engine.beaten(2)
    status, text = await seen(process, "/readyz")
    assert status == 503
    assert "delivery: not ready. No beat succeeded in the last minute" in text
    assert "scheduler: ready" in text
    assert (await seen(process, "/healthz"))[0] == 200
    assert ("as a bug of ours would" in caplog.text) is (how == "raises")

    setattr(engine, how, False)
    await engine.beaten(2)
    assert (await seen(process, "/readyz"))[0] == 200


async def test_a_clock_that_is_a_year_ahead_for_a_moment_sends_nothing(
    bot: Bot, engine: Engine, steady: Steady, clock: MovableClock
) -> None:
    process = Process(replace(bot, wall=clock), None, TICK, steady, patience=PATIENCE)
    assert await process._beat()
    for days, beats in ((365, False), (-365, True), (365, False)):
        clock.move(days=days)
        assert await process._beat() is beats
    assert engine.beats == 2
    steady.now += SECONDS_TO_BELIEVE
    assert await process._beat(), "by then it is the machine's time"


async def test_a_start_tries_a_stopped_workspace_again_with_the_token_of_the_settings(
    bot: Bot, steady: Steady, engine: Engine
) -> None:
    await upgrade(bot.database.engine)
    for sends in (False, True):
        async with bot.database.transaction("T1") as transaction:
            await transaction.workspaces.mark_stopped(True)
        process = Process(bot, Receiver(bot), TICK, steady, sends=sends)
        await process.start()
        async with bot.database.transaction("T1") as transaction:
            assert (await transaction.workspaces.get()).stopped is not sends
        await process.stop()


async def test_a_database_without_the_newest_tables_is_said(process: Process, bot: Bot, engine: Engine) -> None:
    await engine.beaten(2)
    async with bot.database.connection() as connection:
        await connection.exec_driver_sql("DELETE FROM alembic_version")
    status, text = await seen(process, "/readyz")
    assert status == 503
    assert "migrations: not ready. The tables are not this version's" in text


async def test_a_database_that_hangs_is_said_in_time(bot: Bot, steady: Steady, engine: Engine) -> None:
    """SQLAlchemy makes a cancelling caller wait for the driver, which waits for somebody else's lock."""
    let_go = asyncio.Event()

    class Locked(Database):
        async def answers(self) -> bool:
            with suppress(asyncio.CancelledError):
                await let_go.wait()
            await let_go.wait()
            return True

    stuck = Locked(f"sqlite:///{bot.database.file}", bot.database.cipher)
    waiting = replace(bot, database=stuck)
    process = Process(waiting, Receiver(waiting), TICK, steady, patience=0.05)
    await process.start()
    await engine.beaten(2)
    for _ in range(3):
        status, text = await seen(process, "/readyz")
        assert (status, "database: not ready. It does not answer" in text) == (503, True)
    assert (await seen(process, "/healthz"))[0] == 200
    let_go.set()
    process._patience = PATIENCE  # we do not wait for it, but requests now are answered
    assert (await seen(process, "/readyz"))[0] == 200
    await process.stop()
    await bot.database.close()


async def test_a_full_disk_is_not_ready_and_said_once(
    process: Process, bot: Bot, engine: Engine, steady: Steady, monkeypatch: pytest.MonkeyPatch
) -> None:
    await engine.beaten(2)
    assert (await seen(process, "/readyz"))[0] == 200
    usage = shutil.disk_usage("/")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=LEAST_ROOM - 1))
    engine.fails = True
    with capture_logs() as lines:
        await engine.beaten(3)
        assert [line["event"] for line in lines].count("disk_full") == 1
        status, text = await seen(process, "/readyz")
    assert (status, "database: not ready. It does not answer" in text) == (503, True)
    assert [line["event"] for line in lines].count("disk_full") == 1
    steady.now += SECONDS_OF_FAILURE + 1
    await engine.beaten(2)
    assert "delivery: not ready" in (await seen(process, "/readyz"))[1]
    monkeypatch.undo()
    engine.fails = False
    await engine.beaten(3)
    assert (await seen(process, "/readyz"))[0] == 200


@pytest.mark.parametrize(
    ("trial", "status", "event"),
    [
        (Trial(code="token_revoked"), 503, "bot_token_refused"),
        (Trial(code="not_allowed_token_type"), 503, "bot_token_refused"),
        (Trial(code="a_new_code"), 200, "slack_not_reached"),
        (Trial(trouble="Slack says team_added_to_org."), 200, "slack_not_reached"),
        (Trial({"ok": True}), 200, ""),
    ],
    ids=["over", "another kind", "new to us", "passes", "works"],
)
async def test_only_a_token_that_slack_refuses_makes_a_process_not_ready(
    process: Process, bot: Bot, engine: Engine, monkeypatch: pytest.MonkeyPatch, trial: Trial, status: int, event: str
) -> None:
    async def asked(*_given: str) -> Trial:
        return trial

    monkeypatch.setattr("bot.process.ask", asked)
    with capture_logs() as lines:
        await process._tell()
    said = {line["event"] for line in lines}
    assert ("bot_token_refused" in said, event in said or not event) == (status == 503, True)
    assert bot.metrics.registry.get_sample_value("second_chair_tokens_lost") == (status == 503)
    await engine.beaten(2)
    assert (await seen(process, "/readyz"))[0] == status


async def test_a_stop_waits_for_no_more_than_the_step_of_the_preparation_that_is_under_way(
    bot: Bot, engine: Engine, steady: Steady, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, let_go, steps = threading.Event(), threading.Event(), list[str]()

    def first() -> None:
        begun.set()
        let_go.wait(PATIENCE)
        steps.append("first")

    monkeypatch.setattr("bot.web.receiver.WARM_UP", (first, lambda: steps.append("second")))
    process = Process(bot, Receiver(bot), TICK, steady, patience=PATIENCE, sends=False)
    await process.start()
    assert await asyncio.to_thread(begun.wait, PATIENCE)
    await process.stop()
    assert not steps
    let_go.set()
    await asyncio.get_running_loop().shutdown_default_executor()
    assert steps == ["first"]
