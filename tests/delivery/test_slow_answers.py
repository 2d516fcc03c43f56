"""Where Slack is slow to answer about one workspace, no other waits for it."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from bot.delivery import sender
from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.domain.deliveries import Delivery
from bot.nudges.nudge import Facts
from bot.storage.database import Database
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NUDGES, FakeSlack, bare_facts, pending, put
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


async def test_what_follows_in_one_workspace_keeps_no_other_waiting(
    sqlite_database: Database, library: Library, clock: MovableClock
) -> None:
    followed, slack_answers = list[str](), asyncio.Event()

    async def after_delivery(sent: Sequence[tuple[Delivery, Facts[Any]]]) -> None:
        (workspace_id,) = {delivery.workspace_id for delivery, _ in sent}
        if workspace_id == "T1":
            await slack_answers.wait()
        followed.append(workspace_id)

    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(
        sqlite_database, FakeSlack(), words, clock=clock, wall=clock, limits=AT_ONCE, after_delivery=after_delivery
    )
    await put(sqlite_database, pending(1), pending(2, "T2"))
    await engine.beat()
    draining = asyncio.create_task(engine.drain(60.0))
    async with asyncio.timeout(60.0):
        while not followed:  # noqa: ASYNC110 - the other may not end first
            await asyncio.sleep(0)
    assert followed == ["T2"]
    slack_answers.set()
    await draining
    assert followed == ["T2", "T1"]
