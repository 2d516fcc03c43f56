"""What a heartbeat does besides planning: it beats for others to see, and does housekeeping."""

from dataclasses import replace
from datetime import timedelta

from structlog.testing import capture_logs

from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.domain.deliveries import DeliveryStatus
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import KEPT
from content.libraries import Libraries
from content.models import Library
from tests.delivery.driving import World
from tests.delivery.fakes import AT_ONCE, NOON, NUDGES, FakeSlack, Seconds, all_of, bare_facts, pending, put
from tests.fakes import MovableClock


async def test_every_tick_beats_before_it_plans_so_that_lost_commits_are_noticed_first(clock: MovableClock) -> None:
    world = World(clock)
    world.lost = [False, True, False]

    await world.engine.tick()
    assert world.asked("beat", "break all", "plan") == [("beat",), ("plan", NOON)]

    await world.engine.tick()
    assert world.asked("beat", "break all", "plan") == [("beat",), ("break all",), ("plan", NOON)]


async def test_a_tick_says_that_sending_fails(clock: MovableClock) -> None:
    world = World(clock)
    world.raises["look"] = [ConnectionError("the database is away")] * 2
    with capture_logs():
        world.engine.poke()
        await world.waits()
        assert not await world.engine.tick()
        world.goes_on(30.0)
        await world.waits()
        world.goes_on(30.0)
        await world.engine.settled()
    assert world.metrics.registry.get_sample_value("second_chair_heartbeat_failed_total") == 2.0
    assert await world.engine.tick()


async def test_a_tick_that_fails_waits_and_counts(clock: MovableClock) -> None:
    world = World(clock)
    world.raises["plan"] = [ConnectionError("away") for _ in range(7)]
    again = []
    with capture_logs() as lines:
        for _ in range(7):
            assert not await world.engine.tick()
            again.append(lines[-1]["again_in"])
            world.now += again[-1] - 0.1
            assert not await world.engine.tick()
            world.now += 0.1
    assert again == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]
    assert len(world.asked("plan")) == 7
    assert world.metrics.registry.get_sample_value("second_chair_heartbeat_failed_total") == 7.0
    assert await world.engine.tick()


async def test_the_house_is_kept_ten_minutes_after_the_start_and_every_ten_minutes_from_then_on(
    database: Database, library: Library, clock: MovableClock
) -> None:
    steady, words = Seconds(), MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(database, FakeSlack(), words, clock=clock, wall=clock, steady=steady, limits=AT_ONCE)
    old = replace(pending(1, due_at=NOON - KEPT - timedelta(days=1)), status=DeliveryStatus.SENT)
    for passed, is_kept in ((599.5, False), (0.5, True), (599.5, False), (0.5, True)):
        await put(database, old)
        steady.now += passed
        await engine.tick()
        await engine.settled()
        assert (old.id not in await all_of(database)) is is_kept
