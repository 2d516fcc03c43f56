"""Where Slack is slow to say whom not to disturb, nobody else waits for it."""

import asyncio

import pytest

from bot.delivery import sender
from tests.delivery.sending import World, back, post
from tests.fakes import MovableClock


@pytest.fixture
def world(clock: MovableClock) -> World:
    return World(clock)


async def test_where_slack_does_not_say_whom_not_to_disturb_nobody_else_waits_for_that(world: World) -> None:
    world.silent["T1"] = asyncio.Event()
    world.claimable = [[post(number) for number in range(5)], [post(9, "T2")], [post(10, "T2")]]
    assert await world.claims("T1", "T2") == ["T1", "T2"]
    await world.until(lambda: world.slack.came == ["T2-9"])
    assert await world.claims("T1", "T2") == ["T2"], "what was claimed for T1 has not even begun to leave"
    assert not world.sender.is_idle
    await world.until(lambda: world.slack.came == ["T2-9", "T2-10"])
    world.sender.no_news()
    world.silent["T1"].set()
    assert await world.has_news()
    await world.until(lambda: len(world.slack.came) == 7)


async def test_only_so_many_workspaces_are_composed_for_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "MOST_COMPOSING", 1)
    world.slack.gate = asyncio.Semaphore(0)
    world.silent["T1"] = asyncio.Event()
    world.claimable = [[post(1)], [post(2, "T2")]]
    assert await world.claims("T1", "T2") == ["T1"]
    assert await world.claims() == []
    world.sender.no_news()
    world.silent.pop("T1").set()
    assert await world.has_news(), "though none of its messages has left"
    assert await world.claims() == ["T2"]


async def test_what_is_still_composed_when_it_stops_is_put_back(world: World) -> None:
    world.is_settled.set()
    world.silent["T1"] = asyncio.Event()
    world.claimable = [[post(1), post(2)]]
    await world.claims("T1")
    world.sender.close()
    stopping = asyncio.create_task(world.sender.stop(60.0))
    for _ in range(20):
        await asyncio.sleep(0)
    assert not stopping.done()
    world.silent["T1"].set()
    await stopping
    assert (world.results, world.slack.came) == (back(1, 2), [])
