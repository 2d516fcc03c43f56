"""What the sender waits for, puts back, and leaves when it stops, without a database."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.domain.deliveries import DeliveryStatus
from bot.slack.outcomes import Unknown
from tests.delivery.fakes import pending
from tests.delivery.sending import World, back, post
from tests.fakes import MovableClock


@pytest.fixture
def world(clock: MovableClock) -> World:
    return World(clock)


async def test_what_comes_next_for_a_recipient_leaves_when_the_one_before_is_written(world: World) -> None:
    world.next = [[post(7)]]
    world.sender.no_news()
    world.written([pending(1)])
    assert not world.sender.is_idle
    await world.until(lambda: world.done == [["T1-1"]])
    assert await world.has_news()
    await world.until(lambda: world.slack.came == ["T1-7"])
    assert world.done == [["T1-1"]]
    await world.until(lambda: world.sender.is_idle)


async def test_it_waits_for_news_no_longer_than_it_may(world: World) -> None:
    assert not await world.has_news()
    world.sender.wake()
    assert await world.has_news()
    assert await world.has_news()
    world.sender.no_news()
    assert not await world.has_news()
    await world.sender.wait_for_news(0.0)


async def test_the_end_of_all_posts_is_news(world: World) -> None:
    gate = world.slack.gate = asyncio.Semaphore(0)
    world.claimable = [[post(1)]]
    await world.claims("T1")
    world.sender.no_news()
    assert not await world.has_news()
    gate.release()
    assert await world.has_news()
    assert world.slack.came == ["T1-1"]


async def test_what_is_put_back_is_what_has_not_left_of_that_workspace(world: World) -> None:
    gate = world.slack.gate = asyncio.Semaphore(0)
    world.claimable = [[post(number) for number in range(4)], [post(9, "T2"), post(10, "T2")]]
    world.behind = [pending(5), pending(6, "T2")]
    await world.claims("T1", "T2")
    await world.until(lambda: world.slack.in_flight == 2)
    world.sender.put_back(["T1"])
    assert sorted(world.results) == back(1, 2, 3, 5)
    for _ in range(3):
        gate.release()
    await world.until(lambda: len(world.added) == 7)
    assert world.slack.came == ["T1-0", "T2-9", "T2-10"]
    assert await world.claims() == []


async def test_what_waits_for_its_next_try_is_put_back_too(world: World) -> None:
    world.slack.answer = lambda _: Unknown("new")
    world.claimable = [[post(0)]]
    await world.claims("T1")
    await world.until(lambda: world.slack.came == ["T1-0"] and not world.slack.in_flight)
    for _ in range(3):
        await asyncio.sleep(0)
    assert world.results == []
    world.sender.offer(["T2"])
    world.sender.put_back(["T2"])
    assert (world.results, await world.claims()) == ([], [])
    world.sender.put_back(["T1"])
    assert world.results == back(0)


async def test_who_closes_claims_no_more_and_puts_back_whatever_comes(world: World) -> None:
    world.slack.answer = lambda _: Unknown("new")
    gate = world.slack.gate = asyncio.Semaphore(0)
    world.claimable = [[post(number) for number in range(4)]]
    world.next = [[post(7)]]
    await world.claims("T1")
    await world.until(lambda: world.slack.in_flight == 2)
    world.sender.no_news()
    world.sender.close()
    assert world.results == back(2, 3)
    assert await world.has_news()
    world.written([pending(2)])
    await world.until(lambda: len(world.added) == 3)
    assert world.results[2:] == back(7)
    assert await world.claims("T2") == []
    gate.release()
    await world.until(lambda: len(world.added) == 4)
    assert world.results[3:] == back(0)  # it is not kept for another try


@pytest.mark.parametrize(("seconds", "waits"), [(7.0, [7.0, 3.5]), (1.0, [1.0, 1.0])])
async def test_who_stops_gives_posts_and_results_some_time(
    world: World, delays: list[float], seconds: float, waits: list[float]
) -> None:
    world.slack.gate = asyncio.Semaphore(0)
    world.claimable, world.backlog = [[post(1)]], 3
    await world.claims("T1")
    await world.until(lambda: world.slack.in_flight == 1)
    with capture_logs() as lines:
        await world.sender.stop(seconds)
    assert delays == waits
    assert [(line["event"], line["results"]) for line in lines] == [("stopped_with_results_unwritten", 3)]
    assert (world.slack.in_flight, world.slack.came, world.results) == (0, [], [])


async def test_a_post_that_comes_to_its_end_meanwhile_is_recorded(world: World) -> None:
    gate = world.slack.gate = asyncio.Semaphore(0)
    world.claimable = [[post(1)]]
    world.is_settled.set()
    await world.claims("T1")
    await world.until(lambda: world.slack.in_flight == 1)
    stopping = asyncio.create_task(world.sender.stop(7.0))
    await asyncio.sleep(0)
    gate.release()
    await stopping
    assert world.results == [("T1-1", DeliveryStatus.SENT)]


async def test_who_stops_while_nothing_is_under_way_waits_for_results_alone(world: World, delays: list[float]) -> None:
    world.is_settled.set()
    with capture_logs() as lines:
        await world.sender.stop(7.0)
    assert (delays, lines) == ([3.5], [])


def test_where_anything_is_claimed(world: World) -> None:
    world.in_flight.add([pending(1)])
    assert (world.sender.busy, world.sender.is_busy_in("T1"), world.sender.is_busy_in("T2")) == ({"T1"}, True, False)
    assert not world.sender.is_idle


async def test_what_comes_next_is_news_even_where_there_is_none(world: World) -> None:
    world.written([pending(1)])
    await world.until(lambda: world.sender.is_idle)
    assert await world.has_news()
