"""Slack's pace, and turns between workspaces. All times are seconds on the test's own clock."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import pytest

from bot.blocks.block_kit import Message
from bot.delivery.fair_queue import FairQueue, Post
from bot.delivery.leases import Lease
from bot.delivery.rate_limit import Rate, RateLimits
from bot.nudges.nudge import Facts
from tests.delivery.fakes import NOON, pending


def post(number: int, workspace_id: str = "T1", recipient: str = "", until: float = inf) -> Post:
    delivery = pending(number, workspace_id, recipient)
    return Post(delivery, Message("hello", ()), Facts(delivery, NOON), Lease(until))


@dataclass
class Run:
    """Sends whatever may leave, moving the clock to when the next one may."""

    queue: FairQueue
    now: float = 0.0

    def out(self) -> list[tuple[float, str]]:
        """When each left, until nothing waits."""
        left = []
        for _ in range(1000):
            taken = self.queue.take(self.now)
            if taken is not None:
                left.append((round(self.now, 2), taken.delivery.id))
                continue
            wait = self.queue.wait(self.now)
            if wait is None:
                return left
            self.now += wait
        raise AssertionError("what waits never leaves")


def test_a_burst_leaves_at_once_and_the_rest_at_the_rate() -> None:
    queue = FairQueue(RateLimits(Rate(rate=2.0, burst=3, spacing=0.0)))
    queue.put([post(n) for n in range(6)])

    assert [at for at, _ in Run(queue).out()] == [0, 0, 0, 0.5, 1.0, 1.5]


def test_one_conversation_gets_one_a_second_and_the_others_do_not_wait_for_it() -> None:
    queue = FairQueue(RateLimits(Rate(rate=None, spacing=1.0)))
    queue.put([post(1, recipient="C1"), post(2, recipient="C1"), post(3, recipient="C2")])

    assert Run(queue).out() == [(0, "T1-1"), (0, "T1-3"), (1.0, "T1-2")]


def test_workspaces_take_turns_message_by_message() -> None:
    queue = FairQueue(RateLimits(Rate(rate=None, spacing=0.0)))
    queue.put([post(n, "T1") for n in range(100)])
    queue.put([post(n, "T2") for n in range(2)])

    order = [delivery_id for _, delivery_id in Run(queue).out()]

    assert order[:4] == ["T1-0", "T2-0", "T1-1", "T2-1"]
    assert len(order) == 102


def test_a_429_is_waited_for_and_halves_the_rate_for_a_while() -> None:
    rates = RateLimits(Rate(rate=10.0, burst=1, spacing=0.0))
    queue = FairQueue(rates)
    queue.put([post(n) for n in range(4)])
    queue.put([post(n, "T2") for n in range(1)])
    rates.wait("T1", 30.0, 0.0)
    rates.wait("T1", 30.0, 0.0)  # a 429 for another post that was under way: it counts as the same

    times = [at for at, delivery_id in Run(queue).out() if delivery_id.startswith("T1")]

    assert times[0] == 30.0
    assert times[2] - times[1] == pytest.approx(1 / 7.5, abs=0.03)  # half, and 30 of 60 seconds recovered


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(lambda rates: rates.wait("T1", 2.0, 1.0), id="the 429 of another post asks for less"),
        pytest.param(lambda rates: rates.pause("T1", 2.0, 1.0), id="Slack cannot be reached"),
        pytest.param(lambda rates: rates.start_carefully("T1", 1.0), id="it comes back from another worker"),
    ],
)
def test_a_429_is_waited_for_whatever_happens_meanwhile(meanwhile: Callable[[RateLimits], None]) -> None:
    rates = RateLimits(Rate(rate=None, spacing=1.0))
    rates.wait("T1", 30.0, 0.0)
    meanwhile(rates)
    assert rates.workspace_at("T1", 3.0) == 30.0


def test_after_a_429_one_leaves_and_the_others_at_the_rate_that_has_recovered() -> None:
    rates = RateLimits(Rate(rate=1.0, burst=5, spacing=0.0))
    rates.wait("T1", 2.0, 0.0)
    share = 0.5 + 2.0 * 0.5 / 60.0  # it takes a minute from half the rate to the full rate
    left = 1.0 + 2.0 * share
    for _ in range(2):
        assert rates.workspace_at("T1", 2.0) == 2.0
        rates.spend("T1", "U1", 2.0)
        left -= 1.0
    assert rates.workspace_at("T1", 2.0) == pytest.approx(2.0 + (1.0 - left) / share)


def test_a_429_after_a_minute_halves_the_whole_rate_again() -> None:
    rates = RateLimits(Rate(rate=1.0, burst=1, spacing=0.0))
    rates.wait("T1", 1.0, 0.0)
    rates.wait("T1", 0.0, 60.0)
    rates.spend("T1", "U1", 60.0)
    assert rates.workspace_at("T1", 60.0) == pytest.approx(62.0)


def test_whoever_is_limited_again_and_again_keeps_a_twentieth_of_the_rate() -> None:
    rates = RateLimits(Rate(rate=1.0, burst=1, spacing=0.0))
    for _ in range(9):
        rates.wait("T1", 0.0, 0.0)
    rates.spend("T1", "U1", 0.0)
    assert rates.workspace_at("T1", 0.0) == pytest.approx(20.0)


def test_a_burst_is_whole_again_and_no_more_than_whole_after_a_pause() -> None:
    rates = RateLimits(Rate(rate=1.0, burst=2, spacing=0.0))
    for at in (0.0, 100.0, 100.0):
        rates.spend("T1", "U1", at)
    assert rates.workspace_at("T1", 100.0) == 101.0


@pytest.mark.parametrize("rate", [0.1, 0.7, 3.0, 5.0])
def test_what_may_leave_at_a_time_may_leave_when_it_has_come(rate: float) -> None:
    rates, now = RateLimits(Rate(rate=rate, burst=1, spacing=0.0)), 123_456.789
    for _ in range(50):
        rates.spend("T1", "U1", now)
        now = rates.workspace_at("T1", now)
        assert rates.workspace_at("T1", now) <= now


def test_where_slack_cannot_be_reached_the_rate_stays() -> None:
    rates = RateLimits(Rate(rate=10.0, burst=1, spacing=0.0))
    rates.pause("T1", 2.0, 0.0)

    assert rates.workspace_at("T1", 0.0) == 2.0
    assert rates.workspace_at("T1", 3.0) == 3.0


def test_a_workspace_that_was_another_workers_starts_carefully() -> None:
    rates = RateLimits(Rate(rate=10.0, burst=5, spacing=1.0))
    rates.start_carefully("T1", 0.0)

    assert rates.workspace_at("T1", 0.0) == 1.0
    rates.forget("T1")
    assert rates.workspace_at("T1", 0.0) == 0.0
    rates.forget("T2")  # it was never written to


def test_a_workspace_that_was_another_workers_has_no_burst() -> None:
    rates = RateLimits(Rate(rate=2.0, burst=5, spacing=1.0))
    queue = FairQueue(rates)
    queue.put([post(n) for n in range(4)])
    rates.start_carefully("T1", 0.0)

    assert [at for at, _ in Run(queue).out()] == [1.0, 1.0, 1.5, 2.0]


def test_what_waits_can_be_taken_back() -> None:
    queue = FairQueue(RateLimits(Rate()))
    queue.put([post(1), post(2)])

    assert len(queue) == queue.left("T1") == 2
    assert [one.delivery.id for one in queue.drop("T1")] == ["T1-1", "T1-2"]
    assert queue.take(0.0) is None
    assert queue.wait(0.0) is None
    assert (queue.drop("T1"), queue.left("T1"), len(queue)) == ([], 0, 0)


def test_what_comes_after_the_last_one_has_left_gets_its_turn() -> None:
    queue = FairQueue(RateLimits(Rate(rate=None, spacing=0.0)))
    for number in range(2):
        queue.put([post(number)])
        taken = queue.take(0.0)
        assert taken is not None
        assert taken.delivery.id == f"T1-{number}"


def test_who_waits_for_a_conversation_lets_the_next_one_leave_at_once() -> None:
    queue = FairQueue(RateLimits(Rate(rate=None, spacing=1.0)))
    queue.put([post(1, recipient="C1"), post(2, recipient="C1"), post(3, recipient="C2")])
    taken = [queue.take(0.0), queue.take(0.0)]
    assert [one and one.delivery.id for one in taken] == ["T1-1", "T1-3"]


@pytest.mark.parametrize(
    ("now", "most", "ready"),
    [
        pytest.param(0.0, 9, 2, id="T1 waits for its pace"),
        pytest.param(0.9, 9, 2, id="still"),
        pytest.param(1.0, 9, 5, id="its time has come"),
        pytest.param(1.0, 5, 5, id="as many as are wanted"),
        pytest.param(1.0, 4, 4, id="more than are wanted"),
        pytest.param(1.0, 0, 0, id="none is wanted"),
    ],
)
def test_how_many_may_leave_is_counted_up_to_what_is_wanted(now: float, most: int, ready: int) -> None:
    queue = FairQueue(RateLimits(Rate(rate=1.0, burst=1, spacing=0.0)))
    queue.put(post(n, "T1") for n in range(4))
    assert queue.take(0.0) is not None
    assert queue.take(0.0) is None
    queue.put(post(n, "T2") for n in range(2))
    assert queue.ready(now, most) == ready


@pytest.mark.parametrize(("until", "next_at"), [(0.1, 1.0), (0.0, 0.0)], ids=["it leaves", "the fence holds it back"])
def test_only_what_the_fence_lets_through_counts_towards_the_pace(until: float, next_at: float) -> None:
    queue = FairQueue(RateLimits(Rate(rate=1.0, burst=1, spacing=0.0)))
    queue.put([post(1, until=until), post(2)])
    assert queue.take(0.0) is not None
    assert Run(queue).out() == [(next_at, "T1-2")]


def test_conversations_of_long_ago_are_forgotten() -> None:
    rates = RateLimits(Rate(rate=None, spacing=1.0))
    for number in range(2500):
        rates.spend("T1", f"U{number}", float(number))

    assert rates.conversation_at("T1", "U0") == 0.0
    assert rates.conversation_at("T1", "U2498") == 2499.0  # it may be written to again, now
    assert rates.conversation_at("T1", "U2499") == 2500.0


def test_a_conversation_that_goes_on_is_remembered_by_its_last_message() -> None:
    rates = RateLimits(Rate(rate=None, spacing=1.0))
    for recipient, now in (("U1", 0.0), ("U2", 0.5), ("U1", 1.0), ("U3", 1.6)):
        rates.spend("T1", recipient, now)
    assert [rates.conversation_at("T1", recipient) for recipient in ("U1", "U2", "U3")] == [2.0, 0.0, 2.6]
