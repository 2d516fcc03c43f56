"""What the engine does when it stops, and when it is poked, over parts in memory."""

import asyncio

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


async def test_who_drains_starts_nothing_new_and_gives_everything_back(world: World) -> None:
    world.rows[PENDING], world.is_idle = {"T1": NOON}, False
    world.raises["give back"] = [ConnectionError("away")]
    world.engine.poke()
    await world.waits()
    world.log.clear()
    await world.engine.drain(7.0)
    assert world.asked("close", "stop", "end", "give back") == [
        ("close",), ("stop", 7.0), ("end",), ("give back", None),
    ]  # fmt: skip
    world.engine.poke()
    await world.engine.beat()
    assert world.asked("look", "fill") == []


async def test_who_has_not_begun_has_nothing_to_wait_for(world: World) -> None:
    await world.engine.settled()
    await world.engine.drain(7.0)
    assert world.asked("stop") == [("stop", 7.0)]


async def test_who_drains_lets_a_claim_that_is_half_way_come_to_its_end(world: World) -> None:
    world.filling.clear()
    world.engine.poke()
    await world.until(lambda: ("fill", []) in world.log)
    draining = asyncio.create_task(world.engine.drain(7.0))
    for _ in range(9):
        await asyncio.sleep(0)
    assert world.asked("close", "stop") == [("close",)]
    world.filling.set()
    await draining
    assert world.asked("stop") == [("stop", 7.0)]


async def test_who_drains_waits_no_longer_than_it_may_and_cancels_no_claim(world: World, delays: list[float]) -> None:
    world.filling.clear()
    world.engine.poke()
    await world.until(lambda: ("fill", []) in world.log)
    await world.engine.drain(7.0)
    assert delays == [7.0]
    assert world.asked("stop", "give back") == [("stop", 7.0), ("give back", None)]
    world.filling.set()
    await world.engine.settled()


async def test_who_drains_does_not_wait_for_news_when_the_claim_half_way_fails(world: World) -> None:
    world.filling.clear()
    world.raises["filled"] = [ConnectionError("the database is away")]
    world.engine.poke()
    await world.until(lambda: ("fill", []) in world.log)
    draining = asyncio.create_task(world.engine.drain(7.0))
    await world.until(lambda: ("close",) in world.log)
    with capture_logs():
        world.filling.set()
        await world.until(draining.done)


async def test_what_is_settled_when_it_drains_is_left_to_the_next_process(world: World) -> None:
    world.rows[IN_DOUBT] = {"T1": NOON}
    world.settling.clear()
    world.engine.poke()
    await world.waits()
    settling = world.engine._settling
    assert settling is not None
    await world.engine.drain(7.0)
    await world.until(settling.done)
    assert settling.cancelled()


async def test_a_poke_while_it_runs_lets_it_look_at_once(world: World) -> None:
    world.rows[PENDING], world.is_idle = {"T1": NOON}, False
    world.engine.poke()
    await world.waits()
    task = world.engine._task
    world.log.clear()
    world.engine.poke()
    await world.waits()
    assert world.asked("look") == [("look",)]
    assert world.engine._task is task
    assert not world.engine._idle.is_set()


@pytest.mark.parametrize("moment", ["look", "fill"])
async def test_a_poke_in_the_last_moment_lets_it_look_once_more(world: World, moment: str) -> None:
    world.meanwhile[moment] = [world.engine.poke, lambda: None]
    world.engine.poke()
    await world.engine.settled()
    assert world.asked("look") == [("look",), ("look",)]
