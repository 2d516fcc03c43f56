"""A post's outcome determines its result and its workspace's pace."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot.blocks.block_kit import Message
from bot.delivery.fair_queue import Post
from bot.delivery.leases import Lease
from bot.delivery.outcomes import OutcomeReader
from bot.delivery.rate_limit import Rate, RateLimits
from bot.domain.deliveries import DeliveryStatus
from bot.domain.prompts.answers import DuePrompt
from bot.domain.prompts.selection import PromptChoice, Reason
from bot.metrics import Metrics
from bot.nudges.nudge import Facts
from bot.slack.outcomes import HeldBack, NotMade, NotNow, Outcome, Refused, Sent, Unknown, Unsure, Wait
from bot.storage.outbox.results import Result
from content.models import Library
from tests.delivery.fakes import NOON, pending
from tests.fakes import MovableClock

STEADY = 1000.0
PENDING, REFUSED = Result("T1", "T1-1", DeliveryStatus.PENDING), Result("T1", "T1-1", DeliveryStatus.REFUSED)


class Reader:
    """A reader of outcomes, the pace that it sets, and what it counts."""

    def __init__(self, clock: MovableClock) -> None:
        self.rates = RateLimits(Rate(rate=1.0, burst=2, spacing=0.0))
        self.metrics = Metrics()
        self._reader = OutcomeReader(self.rates, self.metrics, clock, lambda: STEADY)

    def read(self, outcome: Outcome, payload: object = None, tries: int = 0, attempts: int = 1) -> Result:
        """The result of a post of T1."""
        delivery = replace(pending(1), attempts=attempts)
        facts: Facts[Any] = Facts(delivery, NOON, payload=payload)
        return self._reader.result(Post(delivery, Message("hello", ()), facts, Lease(), tries), outcome)

    def counted(self, name: str) -> float:
        """The value of a metric."""
        return self.metrics.registry.get_sample_value(f"second_chair_{name}") or 0.0


@pytest.fixture
def reader(clock: MovableClock) -> Reader:
    return Reader(clock)


@pytest.mark.parametrize(
    ("outcome", "tries", "result", "again_in"),
    [
        pytest.param(Refused("is_archived"), 0, replace(REFUSED, reason="is_archived"), 0.0, id="refused"),
        pytest.param(Refused("x" * 201), 0, replace(REFUSED, reason="x" * 200), 0.0, id="at length"),
        pytest.param(Refused("token_revoked"), 0, PENDING, 10.0, id="the token"),
        pytest.param(
            Refused("account_inactive"), 0, replace(REFUSED, reason="account_inactive"), 0.0, id="the recipient"
        ),
        pytest.param(Unknown("new"), 0, PENDING, 0.0, id="unknown"),
        pytest.param(Unknown("new"), 2, PENDING, 0.0, id="unknown, tried twice more"),
        pytest.param(Unknown("new"), 3, replace(REFUSED, reason="new"), 0.0, id="unknown, tried often enough"),
        pytest.param(Wait(30.0), 0, PENDING, 30.0, id="limited"),
        pytest.param(NotNow("team_added_to_org", 7.0), 0, PENDING, 7.0, id="not now"),
        pytest.param(NotMade("ClientConnectorError"), 0, PENDING, 2.0, id="no connection"),
        pytest.param(HeldBack(), 0, PENDING, 0.0, id="held back by the fence"),
    ],
)
def test_what_becomes_of_a_post_and_when_its_workspace_is_written_to_next(
    reader: Reader, outcome: Outcome, tries: int, result: Result, again_in: float
) -> None:
    assert reader.read(outcome, tries=tries) == result
    assert reader.rates.workspace_at("T1", STEADY) == STEADY + again_in
    assert reader.counted("too_many_requests_total") == isinstance(outcome, Wait)


def test_what_meets_a_token_that_is_over_is_refused_at_its_fifth_attempt(reader: Reader) -> None:
    """Until then it waits: this process may end before it has found out what follows."""
    became = [reader.read(Refused("invalid_auth"), attempts=number) for number in range(1, 7)]
    assert became == [PENDING] * 4 + [replace(REFUSED, reason="invalid_auth")] * 2


def test_a_429_makes_the_workspace_slower_and_what_else_passes_does_not(reader: Reader) -> None:
    reader.read(NotNow("team_added_to_org", 0.0))
    for _ in range(3):
        reader.rates.spend("T1", "U1", STEADY)
    at_the_whole_rate = reader.rates.workspace_at("T1", STEADY)
    reader.read(Wait(0.0))
    assert (at_the_whole_rate, reader.rates.workspace_at("T1", STEADY)) == (STEADY + 2.0, STEADY + 4.0)


def test_what_was_sent_or_may_have_been_keeps_which_prompt_it_was(reader: Reader, library: Library) -> None:
    prompt = next(iter(library.prompts.values()))
    due = DuePrompt(PromptChoice(prompt, Reason.FRESH))
    result = Result("T1", "T1-1", DeliveryStatus.SENT, content_id=prompt.id, why=Reason.FRESH.value)
    assert reader.read(Sent("D1", "1.2"), due) == replace(result, channel_id="D1", ts="1.2", sent_at=NOON)
    assert reader.read(Unsure("TimeoutError"), due) == replace(result, status=DeliveryStatus.IN_DOUBT)
    assert reader.read(Sent("D1", "1.2"), DuePrompt(None)).content_id == ""


def test_an_operator_reads_that_the_fence_held_a_post_back(reader: Reader) -> None:
    with structlog.testing.capture_logs() as lines:
        reader.read(HeldBack())
    assert [(line["event"], line["workspace"]) for line in lines] == [("held_back", "T1")]


@pytest.mark.parametrize(("moved", "late"), [(timedelta(seconds=90), 90.0), (timedelta(seconds=-1), 0.0)])
def test_how_late_a_message_came_is_measured(
    reader: Reader, clock: MovableClock, moved: timedelta, late: float
) -> None:
    clock.now = NOON + moved
    reader.read(Sent("D1", "1.2"))
    assert reader.counted("lateness_seconds_sum") == late
    assert reader.counted("lateness_seconds_count") == 1
