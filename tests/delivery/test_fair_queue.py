"""How much waits in memory. Turns between workspaces are in test_rate_limit.py, with the pace that they keep."""

import pytest

from bot.delivery import fair_queue
from bot.delivery.fair_queue import FairQueue
from bot.delivery.rate_limit import Rate, RateLimits
from tests.delivery.sending import post


def test_it_is_full_while_enough_wait_for_their_turn_and_not_for_their_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fair_queue, "MOST", 100)
    queue = FairQueue(RateLimits(Rate(rate=1.0, burst=1, spacing=0.0)))
    queue.put([post(n) for n in range(99)])
    assert not queue.is_full(0.0)
    queue.put([post(99, "T2")])
    assert queue.is_full(0.0)
    assert [queue.take(0.0) is not None for _ in range(3)] == [True, True, False]
    queue.put([post(n, "T3") for n in range(2)])
    assert not queue.is_full(0.9), "98 wait for their pace"
    assert queue.is_full(1.0)
