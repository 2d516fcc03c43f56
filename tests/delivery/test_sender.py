"""What is claimed, posted and put back by the sender alone, without a database. Steady seconds are moved by hand."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.delivery import fair_queue
from bot.delivery.leases import Lease
from bot.delivery.rate_limit import Rate
from bot.delivery.results import PendingResult
from bot.delivery.sender import Tuning
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.slack.outcomes import NotNow, Outcome, Refused, Unknown, Unsure
from bot.storage.outbox.results import Result
from tests.delivery.fakes import NOON
from tests.delivery.sending import FREE, World, back, post
from tests.fakes import MovableClock

SENT = Result("T1", "T1-1", DeliveryStatus.SENT)


@pytest.fixture
def world(clock: MovableClock) -> World:
    return World(clock)


@pytest.mark.parametrize(
    ("rate", "batch", "limit"),
    [
        pytest.param(None, 7, 7, id="no limit"),
        pytest.param(5.0, 200, 25, id="five seconds of its rate"),
        pytest.param(5.0, 20, 20, id="a batch at most"),
        pytest.param(0.1, 20, 1, id="one at least"),
    ],
)
async def test_how_much_is_claimed_at_once(clock: MovableClock, rate: float | None, batch: int, limit: int) -> None:
    world = World(clock, Tuning(batch=batch, pace=Rate(rate=rate)))
    assert await world.claims("T1") == ["T1"]
    assert world.asked == [("T1", {"owner": "me", "limit": limit, "leased": True, "lease": world.leases["T1"]})]
    assert world.sender.is_idle
    assert await world.claims() == []


async def test_it_is_claimed_for_what_is_held_alone(world: World) -> None:
    assert await world.claims("T3", "T2") == ["T2"]
    assert world.sender.is_idle


async def test_whether_anything_was_claimed_is_told_once(world: World) -> None:
    world.claimable = [[post(1)], []]
    assert not world.sender.has_claimed()
    await world.claims("T1")
    await world.claims("T2")
    assert [world.sender.has_claimed() for _ in range(2)] == [True, False]
    await world.claims("T2")
    assert not world.sender.has_claimed()


@pytest.mark.parametrize(("backlog", "claims"), [(1999, ["T1"]), (2000, [])])
async def test_nothing_is_claimed_while_too_many_results_wait(world: World, backlog: int, claims: list[str]) -> None:
    world.backlog = backlog
    assert await world.claims("T1") == claims
    assert world.sender.is_idle is bool(claims)


async def test_no_more_is_claimed_while_enough_of_all_workspaces_waits_and_then_the_emptiest_is_next(
    clock: MovableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fair_queue, "MOST", 6)
    world = World(clock, replace(FREE, batch=2, concurrency=1))
    world.leases = {f"T{number}": Lease() for number in range(6)}
    gate = world.slack.gate = asyncio.Semaphore(0)
    world.claimable = [[post(number, f"T{workspace}") for number in range(2)] for workspace in range(6)]
    assert await world.claims(*world.leases) == ["T0", "T1", "T2"]
    await world.until(lambda: world.slack.in_flight == 1)
    assert await world.claims() == ["T3"], "five still wait for their turn"
    assert await world.claims() == []
    for _ in range(12):
        gate.release()
    await world.until(lambda: len(world.added) == 8)
    assert (await world.claims())[:2] == ["T4", "T5"], "before those that claimed already"
    assert await world.has_news()  # so that the engine comes round
    world.sender.staff()
    await world.until(lambda: len(world.added) == 12)


async def test_what_has_to_wait_for_five_seconds_stays_pending(world: World) -> None:
    world.slack.answer = lambda _: NotNow("team_added_to_org", 5.0)
    world.claimable = [[post(1)]]
    await world.claims("T1")
    await world.until(lambda: bool(world.added))
    assert await world.claims("T1") == []
    world.now += 0.1
    assert await world.claims("T1") == ["T1"]


async def test_who_starts_carefully_waits_and_whose_pace_is_forgotten_does_not(clock: MovableClock) -> None:
    world = World(clock, Tuning(pace=Rate(rate=1.0, burst=2, spacing=3.0)))
    world.sender.start_carefully(["T1", "T2"])
    world.sender.forget(["T2"])
    world.claimable = [[post(1)], [post(2, "T2")]]
    await world.claims("T1", "T2")
    await world.until(lambda: world.slack.came == ["T2-2"])
    assert world.sender.staff() == 3.0
    world.now += 3.0
    world.sender.staff()
    await world.until(lambda: world.slack.came == ["T2-2", "T1-1"])


async def test_a_post_that_its_pace_keeps_waiting_is_no_news(clock: MovableClock) -> None:
    world = World(clock, Tuning(pace=Rate(rate=1.0, burst=2, spacing=3.0)))
    world.sender.start_carefully(["T1"])
    world.claimable = [[post(1)]]
    await world.claims("T1")
    world.sender.no_news()
    assert not await world.has_news()
    assert not world.sender.is_idle


async def test_as_many_posts_are_under_way_as_are_allowed(world: World) -> None:
    world.slack.gate = asyncio.Semaphore(0)
    world.claimable = [[post(number) for number in range(4)]]
    await world.claims("T1")
    await world.until(lambda: world.slack.in_flight == 2)
    assert world.sender.staff() is None
    await asyncio.sleep(0)
    assert (world.slack.most, world.sender.is_idle) == (2, False)
    for _ in range(4):
        world.slack.gate.release()
    await world.until(lambda: len(world.added) == 4)
    assert world.slack.came == ["T1-0", "T1-1", "T1-2", "T1-3"]
    assert world.slack.most == 2


async def test_more_is_claimed_when_less_than_half_of_a_full_claim_waits(clock: MovableClock) -> None:
    world = World(clock, replace(FREE, concurrency=1))
    gate = world.slack.gate = asyncio.Semaphore(0)
    world.claimable = [[post(number) for number in range(5)]]
    assert await world.claims("T1") == ["T1"]
    claims, news = [], []
    for done in range(4):
        world.sender.no_news()
        if done:
            gate.release()
        await world.until(lambda done=done: len(world.added) == done)  # type: ignore[misc]  # called at once
        news.append(await world.has_news())
        claims.append(await world.claims(*["T1"][: not done]))
    assert claims == [[], [], [], ["T1"]]  # four, three, two and one wait
    assert news == [False, False, False, True]
    for _ in range(2):
        gate.release()
    await world.until(lambda: len(world.added) == 5)
    assert await world.claims() == []  # its last claim was not full


async def test_the_emptiest_is_claimed_for_first(clock: MovableClock) -> None:
    world = World(clock, replace(FREE, concurrency=1))
    gate = world.slack.gate = asyncio.Semaphore(3)
    world.claimable = [[post(number) for number in range(5)]]
    await world.claims("T1")
    await world.until(lambda: len(world.added) == 3 and gate.locked())
    for _ in range(3):
        await asyncio.sleep(0)
    assert await world.claims("T2") == ["T2", "T1"]  # one of T1 still waits


@pytest.mark.parametrize(
    ("outcome", "result", "why"),
    [
        pytest.param(None, replace(SENT, channel_id="DUT1-1", ts="1", sent_at=NOON), "", id="sent"),
        pytest.param(
            Refused("is_archived"), replace(SENT, status=DeliveryStatus.REFUSED, reason="is_archived"), "", id="refused"
        ),
        pytest.param(Unsure("HTTP 500"), replace(SENT, status=DeliveryStatus.IN_DOUBT), "HTTP 500", id="in doubt"),
        pytest.param(
            RuntimeError("ours"), replace(SENT, status=DeliveryStatus.IN_DOUBT), "RuntimeError", id="a fault of ours"
        ),
    ],
)
async def test_what_came_of_a_post_is_recorded_with_its_facts(
    world: World, outcome: Outcome | Exception | None, result: Result, why: str
) -> None:
    def answer(_delivery: Delivery) -> Outcome | None:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    world.slack.answer = answer
    one = post(1)
    world.claimable = [[one]]
    with capture_logs() as lines:
        await world.claims("T1")
        await world.until(lambda: bool(world.added))
    assert world.added == [PendingResult(one.delivery, result, one.facts, result.reason)]
    said = [line["reason"] for line in lines if line["event"] == "in_doubt"]
    assert said == [why] * (result.status is DeliveryStatus.IN_DOUBT)


@pytest.mark.parametrize(("until", "came"), [(1000.1, ["T1-1"]), (1000.0, [])], ids=["held", "over"])
async def test_nothing_leaves_once_its_hold_is_over(world: World, until: float, came: list[str]) -> None:
    world.claimable = [[post(1, until=until)]]
    await world.claims("T1")
    await world.until(lambda: bool(world.added))
    assert world.slack.came == came
    assert world.results == ([("T1-1", DeliveryStatus.SENT)] if came else back(1))


@pytest.mark.parametrize(("renewed", "came"), [(1020.0, ["T1-1"]), (1010.0, [])], ids=["renewed", "over"])
async def test_a_post_that_waits_on_its_way_goes_by_what_its_hold_is_then(
    world: World, renewed: float, came: list[str]
) -> None:
    gate, waiting = asyncio.Semaphore(0), post(1, until=1010.0)
    world.slack.gate, world.claimable = gate, [[waiting]]
    await world.claims("T1")
    await world.until(lambda: world.slack.in_flight == 1)
    world.now, waiting.lease.until = 1015.0, renewed
    gate.release()
    await world.until(lambda: bool(world.added))
    assert world.slack.came == came


async def test_what_slack_does_not_explain_is_tried_again_later(world: World, delays: list[float]) -> None:
    world.slack.answer = lambda _: Unknown("new") if len(world.slack.came) == 1 else None
    world.claimable = [[post(1)]]
    await world.claims("T1")
    await world.until(lambda: bool(world.added))
    assert (world.slack.came, world.results, delays) == (["T1-1"] * 2, [("T1-1", DeliveryStatus.SENT)], [30.0])
