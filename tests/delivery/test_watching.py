"""What an operator sees of the engine and the heartbeat that drives it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Never

import pytest
import structlog

from bot.delivery.build import build_engine, steady_clock
from bot.delivery.claims import MessageParts
from bot.domain.deliveries import DeliveryStatus
from bot.heartbeat import Heartbeat
from bot.metrics import Metrics
from bot.slack.outcomes import Outcome, Refused, Unsure, Wait
from bot.storage.database import Database
from bot.storage.delivery_store import DeliveryStore
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NOON, NUDGES, FakeSlack, bare_facts, daily, pending, plan, put
from tests.fakes import MovableClock

pytestmark = pytest.mark.usefixtures("quick_looks")


def value(metrics: Metrics, name: str, **labels: str) -> float:
    return metrics.registry.get_sample_value(f"second_chair_{name}", labels) or 0.0


async def test_metrics_count_what_became_of_deliveries(
    database: Database, library: Library, clock: MovableClock
) -> None:
    answers: dict[str, Outcome] = {"T1-1": Refused("is_archived"), "T1-2": Wait(0.01), "T1-3": Unsure("TimeoutError")}
    slack = FakeSlack(answer=lambda delivery, times: answers.get(delivery.id) if times == 1 else None)
    metrics = Metrics()
    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(database, slack, words, clock=clock, wall=clock, limits=AT_ONCE, metrics=metrics)
    await plan(database, daily("T1", "U9"))
    await put(database, *(pending(number) for number in range(4)))
    clock.move(seconds=30)

    await engine.beat()
    await engine.settled()

    assert value(metrics, "due_total") == 1
    assert value(metrics, "deliveries_total", status="sent") == 3
    assert value(metrics, "deliveries_total", status="refused") == 1
    assert value(metrics, "deliveries_total", status="in_doubt") == 1
    assert value(metrics, "settled_total", status="sent") == 1
    assert value(metrics, "too_many_requests_total") == 1
    assert value(metrics, "lateness_seconds_count") == 3
    assert value(metrics, "lateness_seconds_bucket", le="30.0") == 3
    assert b"second_chair_queue_age_seconds" in metrics.text()
    await engine.drain(10)


async def test_a_failing_database_makes_a_tick_wait_longer_and_longer(
    database: Database, library: Library, clock: MovableClock
) -> None:
    class Broken(Database):
        def __init__(self) -> None:
            self.engine, self.closing = database.engine, database.closing
            self.tries = 0

        def delivery_store(self) -> Never:
            self.tries += 1
            raise ConnectionError("the database is away")

    seconds, broken, metrics = [0.0], Broken(), Metrics()
    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(broken, FakeSlack(), words, clock=clock, steady=lambda: seconds[0], metrics=metrics)

    with structlog.testing.capture_logs() as lines:
        for now in (0.0, 0.5, 1.0, 2.0, 3.0, 3.5):
            seconds[0] = now
            assert await engine.tick() is False

    assert [line["again_in"] for line in lines if line["event"] == "tick_failed"] == [1.0, 2.0, 4.0]
    assert value(metrics, "heartbeat_failed_total") == 3


async def test_sending_that_fails_makes_beats_fail_until_it_goes_on(
    database: Database, library: Library, clock: MovableClock
) -> None:
    tried = asyncio.Event()

    class Broken(Database):
        def __init__(self) -> None:
            self.engine, self.closing = database.engine, database.closing
            self.cipher, self.connector = database.cipher, database.connector
            self.works, self.opened = False, 0

        @asynccontextmanager
        async def delivery_store(self) -> AsyncIterator[DeliveryStore]:
            self.opened += 1
            if not self.works and self.opened > 1:  # the first is the engine's beat
                tried.set()
                raise ConnectionError("this table cannot be read")
            async with super().delivery_store() as delivery_store:
                yield delivery_store

    broken, slack = Broken(), FakeSlack()
    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(broken, slack, words, clock=clock, wall=clock, limits=AT_ONCE)
    await put(database, pending(1))
    assert await engine.tick(), "planning goes well: nothing is due"
    await tried.wait()
    assert not await engine.tick()
    broken.works = True
    await engine.beat()
    assert await engine.tick()
    assert slack.arrived == {"T1-1": 1}
    await engine.drain(10)


async def test_a_heartbeat_beats_and_says_how_late_it_is() -> None:
    beats, enough = [0], asyncio.Event()
    late: list[float] = []

    async def beat() -> None:
        beats[0] += 1
        if beats[0] == 3:
            enough.set()

    heartbeat = Heartbeat(beat, 0.05, late.append)
    heartbeat.start()
    await enough.wait()
    await heartbeat.stop()
    await heartbeat.stop()

    assert len(late) >= 2, "the first has nothing to be late after"
    assert all(seconds >= 0 for seconds in late)


async def test_a_beat_that_is_under_way_is_finished_before_the_heart_stops() -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    done: list[str] = []

    async def beat() -> None:
        begun.set()
        await go_on.wait()
        done.append("beat")

    heartbeat = Heartbeat(beat, 0.01)
    heartbeat.start()
    await begun.wait()
    stopping = asyncio.create_task(heartbeat.stop())
    asyncio.get_running_loop().call_soon(go_on.set)
    await stopping

    assert done == ["beat"]


async def test_whoever_waits_for_the_second_beat_waits_for_the_end_of_the_first_or_for_the_stop() -> None:
    go_on = asyncio.Event()

    async def beat() -> None:
        await go_on.wait()

    heartbeat = Heartbeat(beat, 0.01)
    heartbeat.start()
    waiting = asyncio.create_task(heartbeat.second_beat())
    await asyncio.wait({waiting}, timeout=0.05)
    assert not waiting.done()
    assert not heartbeat.goes_on
    go_on.set()
    assert await waiting
    await heartbeat.stop()

    never_started = Heartbeat(beat, 3600.0)
    waiting = asyncio.create_task(never_started.second_beat())
    await never_started.stop()
    assert not await waiting


async def test_what_is_two_hours_old_is_not_sent_after_the_machine_slept(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack()
    engine = build_engine(
        database,
        slack,
        MessageParts(Libraries(only=library), NUDGES, bare_facts),
        clock=clock,
        wall=clock,
        limits=AT_ONCE,
    )
    await plan(database, daily("T1", "U1"), daily("T1", "U2", nudge="all_day"))
    clock.now = NOON + timedelta(hours=5)

    await engine.tick()
    await engine.settled()

    assert [delivery.recipient for delivery in slack.order] == ["U2"]
    async with database.transaction("T1") as transaction:
        missed = await transaction.outbox.of("U1", ["hello"], status=DeliveryStatus.MISSED)
    assert len(missed) == 1
    await engine.drain(10)


def test_the_steady_clock_never_goes_back() -> None:
    assert steady_clock() <= steady_clock()
