"""How the engine goes on when planning, sending or settling fails, over parts in memory."""

import pytest
from structlog.testing import capture_logs

from bot.domain.deliveries import DeliveryStatus
from tests.delivery.driving import World
from tests.delivery.fakes import NOON
from tests.fakes import MovableClock

PENDING, IN_DOUBT = DeliveryStatus.PENDING, DeliveryStatus.IN_DOUBT


@pytest.fixture
def world(clock: MovableClock) -> World:
    return World(clock)


async def test_settling_that_fails_is_tried_again_in_five_seconds(world: World) -> None:
    world.rows[IN_DOUBT] = {"T1": NOON}
    world.raises["settle"] = [RuntimeError("no")]
    with capture_logs() as lines:
        world.engine.poke()
        await world.until(lambda: bool(lines))
        assert await world.waits() in {0.02, 5.0}
    assert [line["event"] for line in lines] == ["settling_failed"]
    world.goes_on(4.75)
    assert await world.waits() == 0.25
    assert world.asked("settle") == []
    world.goes_on(0.25)
    await world.until(lambda: ("settle", ["T1"]) in world.log)


async def test_sending_that_fails_is_tried_again_less_and_less_often(world: World) -> None:
    world.raises["look"] = [ConnectionError("the database is away") for _ in range(9)]
    with capture_logs() as lines:
        world.engine.poke()
        for number in range(9):
            waited = await world.waits()
            assert waited == lines[number]["again_in"]
            world.goes_on(waited)
        await world.engine.settled()
    assert [line["again_in"] for line in lines] == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    assert await world.engine.tick()


async def test_it_begins_with_the_shortest_interval_after_each_success(world: World) -> None:
    world.rows[PENDING], world.raises["offer"] = {"T1": NOON}, [ConnectionError("the database is away")]
    with capture_logs() as lines:
        world.engine.poke()
        await world.waits()
        world.goes_on()
        await world.waits()
        world.raises["beat"] = [ConnectionError("it is away again")]
        world.goes_on()
        await world.until(lambda: len(lines) == 2)
    assert [line["again_in"] for line in lines] == [0.5, 0.5]


async def test_who_is_woken_after_a_look_that_failed_looks_again(world: World) -> None:
    world.rows[PENDING] = {"T1": NOON}
    world.raises["look"] = [ConnectionError("the database is away")]
    with capture_logs():
        world.engine.poke()
        await world.waits()
        world.goes_on()
        assert await world.waits() == 0.5
    assert world.asked("look", "offer") == [("look",), ("offer", ["T1"])]
