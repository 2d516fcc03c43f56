"""Slack's pace, and turns between workspaces. All times are seconds on a clock that the test holds."""

from dataclasses import dataclass

import pytest

from bot.blocks.block_kit import Message
from bot.delivery.fair_queue import FairQueue, Post
from bot.delivery.leases import Lease
from bot.delivery.rate_limit import Rate, RateLimits
from bot.nudges.nudge import Facts
from tests.delivery.fakes import NOON, pending


def post(number: int, workspace_id: str = "T1", recipient: str = "") -> Post:
    delivery = pending(number, workspace_id, recipient)
    return Post(delivery, Message("hello", ()), Facts(delivery, NOON), Lease())


@dataclass
class Run:
    """Takes whatever may leave, moving the clock to when the next one may."""

    queue: FairQueue
    now: float = 0.0

    def out(self) -> list[tuple[float, str]]:
        """When each left, until nothing waits."""
        left = []
        while True:
            taken = self.queue.take(self.now)
            if taken is not None:
                left.append((round(self.now, 2), taken.delivery.id))
                continue
            wait = self.queue.wait(self.now)
            if wait is None:
                return left
            self.now += wait


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
    rates.wait("T1", 30.0, 0.0)  # the 429 of another post that was under way: the same one

    times = [at for at, delivery_id in Run(queue).out() if delivery_id.startswith("T1")]

    assert times[0] == 30.0
    assert times[2] - times[1] == pytest.approx(1 / 7.5, abs=0.03)  # half, and 30 of 60 seconds recovered


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


def test_what_waits_can_be_taken_back() -> None:
    queue = FairQueue(RateLimits(Rate()))
    queue.put([post(1), post(2)])

    assert len(queue) == queue.left("T1") == 2
    assert [one.delivery.id for one in queue.drop("T1")] == ["T1-1", "T1-2"]
    assert queue.take(0.0) is None
    assert queue.wait(0.0) is None


def test_conversations_of_long_ago_are_forgotten() -> None:
    rates = RateLimits(Rate(rate=None, spacing=1.0))
    for number in range(2500):
        rates.spend("T1", f"U{number}", float(number))

    assert rates.conversation_at("T1", "U0") == 0.0
    assert rates.conversation_at("T1", "U2499") == 2500.0
