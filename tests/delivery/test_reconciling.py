"""When Slack is asked about what is in doubt, and what each of its answers leads to, without a database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from structlog.testing import capture_logs

from bot.delivery.reconciler import ReconcilerTuning
from bot.domain.deliveries import DeliveryStatus
from bot.slack.history import CannotAsk, HistoryAnswer, Page
from bot.slack.outcomes import NotNow, Unknown, Wait
from tests.delivery.doubting import TUNING, World
from tests.delivery.fakes import NOON, pending
from tests.fakes import MovableClock

IN_DOUBT = (DeliveryStatus.IN_DOUBT, "")
AGAIN = (DeliveryStatus.PENDING, "")


@pytest.mark.parametrize(
    ("claimed", "is_shared", "tuning", "grace"),
    [
        pytest.param(True, True, TUNING, 35.0, id="claimed, on PostgreSQL"),
        pytest.param(False, True, TUNING, 35.0, id="claimed by nobody, on PostgreSQL"),
        pytest.param(True, False, TUNING, 35.0, id="claimed, in a file"),
        pytest.param(False, False, TUNING, 5.0, id="claimed by nobody, in a file"),
        pytest.param(False, False, replace(TUNING, alone=40.0), 35.0, id="and never longer than the grace"),
    ],
)
async def test_nothing_is_asked_before_the_grace_is_over(
    clock: MovableClock, claimed: bool, is_shared: bool, tuning: ReconcilerTuning, grace: float
) -> None:
    doubt = replace(pending(1), claimed_at=NOON if claimed else None)
    world = World(clock, doubt, tuning=tuning, is_shared=is_shared)
    world.database.at_doubt = map(partial(setattr, world, "now"), [1002.0])  # it is noticed once that has answered
    assert await world.settle() == grace
    assert await world.settle(grace - 1.0) == 1.0
    assert not world.finder.places
    assert await world.settle(1.0) == 0.0
    assert world.became == {"T1-1": AGAIN}
    assert await world.settle() is None


async def test_each_doubt_has_a_grace_of_its_own_and_one_that_is_over_counts_no_more(clock: MovableClock) -> None:
    first, second = pending(1), pending(2)
    world = World(clock, first)
    await world.settle()
    world.database.held["T1-2"] = replace(second, status=DeliveryStatus.IN_DOUBT)
    assert await world.settle(30.0) == 5.0
    assert await world.settle(5.0) == 30.0
    assert world.became == {"T1-1": AGAIN, "T1-2": IN_DOUBT}
    world.database.held["T1-1"] = replace(first, status=DeliveryStatus.IN_DOUBT, attempts=1)
    assert await world.settle(10.0) == 20.0
    assert await world.settle(20.0) == 15.0
    assert world.became == {"T1-1": IN_DOUBT, "T1-2": AGAIN}


async def test_what_is_under_way_is_no_doubt(clock: MovableClock) -> None:
    world = World(clock)
    sending = replace(pending(1), status=DeliveryStatus.SENDING)
    world.database.held["T1-1"] = sending
    world.in_flight.add([sending])
    assert await world.settle() is None
    world.in_flight.remove([sending])
    assert await world.settle() == TUNING.grace


async def test_what_was_found_was_sent_and_what_was_not_is_sent_again(clock: MovableClock) -> None:
    kept = replace(pending(1, recipient="C1"), content_id="p1", why="fresh", attempts=3)
    world = World(clock, kept, replace(pending(2, recipient="C1"), subject="2"))
    world.finder.answers = [Page("C1", {"T1-1": "9.1"})]
    with capture_logs() as lines:
        assert await world.ripe() == 0.0
    sent = replace(kept, status=DeliveryStatus.SENT, channel_id="C1", ts="9.1", sent_at=NOON)
    assert world.database.held["T1-1"] == sent
    assert world.database.held["T1-2"].looked_up_at == NOON
    assert world.became["T1-2"] == AGAIN
    assert (world.told, world.database.opened) == ([sent], 3)  # two looks, and one commit for both
    assert [world.settled(status) for status in (DeliveryStatus.SENT, DeliveryStatus.PENDING)] == [1.0, 1.0]
    said = [(line["log_level"], line["delivery"], line["status"]) for line in lines]
    assert said == [("info", "T1-1", "sent"), ("info", "T1-2", "pending")]


async def test_what_is_not_on_the_first_page_may_be_on_the_next(clock: MovableClock) -> None:
    world = World(clock, *(replace(pending(n, recipient="C1"), subject=str(n)) for n in range(3)))
    world.finder.answers = [Page("C7", {"T1-0": "9.0"}, "next"), Page("C7", {"T1-1": "9.1"}, "last")]
    await world.ripe()
    looked_at = [(place.channel_id, place.cursor) for place in world.finder.places]
    assert looked_at == [("", ""), ("C7", "next"), ("C7", "last")]
    assert [status for status, _ in world.became.values()] == [*[DeliveryStatus.SENT] * 2, DeliveryStatus.PENDING]


@pytest.mark.parametrize(
    ("answers", "waits", "became"),
    [
        pytest.param([Wait(7.0)], [7.0], AGAIN, id="limited"),
        pytest.param([NotNow("HTTP 502", 4.0)], [4.0], AGAIN, id="for now"),
        pytest.param([RuntimeError("a fault of ours")], [30.0], AGAIN, id="a fault of ours"),
        pytest.param([Unknown("new")] * 3, [10.0, 20.0, 30.0], AGAIN, id="unknown"),
        pytest.param(
            [Unknown("n" * 201)] * 4, [10.0, 20.0, 30.0], (DeliveryStatus.UNCONFIRMED, "n" * 200), id="still unknown"
        ),
        pytest.param([CannotAsk("invalid_cursor")] * 3, [], AGAIN, id="a cursor that is over"),
        pytest.param(
            [CannotAsk("invalid_cursor")] * 4, [], (DeliveryStatus.UNCONFIRMED, "invalid_cursor"), id="always over"
        ),
        pytest.param(
            [CannotAsk("missing_scope")], [], (DeliveryStatus.UNCONFIRMED, "missing_scope"), id="cannot be asked"
        ),
    ],
)
async def test_what_an_answer_leads_to(
    clock: MovableClock,
    answers: Sequence[HistoryAnswer | Exception],
    waits: list[float],
    became: tuple[DeliveryStatus, str],
) -> None:
    world = World(clock, pending(1))
    world.finder.answers = list(answers)
    with capture_logs() as lines:
        wait, waited = await world.ripe(), []
        while wait:
            assert world.became == {"T1-1": IN_DOUBT}
            waited.append(wait)
            wait = await world.settle(wait)
    assert (waited, world.became) == (waits, {"T1-1": became})
    assert world.told == []
    given_up = became[0] is DeliveryStatus.UNCONFIRMED
    assert (lines[-1]["log_level"], lines[-1]["reason"]) == ("warning" if given_up else "info", became[1])
    assert world.settled(became[0]) == 1.0


async def test_a_page_between_two_words_that_we_do_not_know_lets_it_try_anew(clock: MovableClock) -> None:
    world = World(clock, pending(1))
    world.finder.answers = [*[Unknown("new")] * 3, Page("D1", {}, "next"), *[Unknown("new")] * 3]
    wait, waited = await world.ripe(), []
    while wait:
        waited.append(wait)
        wait = await world.settle(wait)
    assert waited == [10.0, 20.0, 30.0] * 2
    assert world.became == {"T1-1": AGAIN}


async def test_who_was_limited_has_the_next_turn_and_the_pace_counts_from_the_last_answer(clock: MovableClock) -> None:
    early = replace(pending(2, recipient="C2"), due_at=NOON - timedelta(minutes=1))
    world = World(clock, pending(1, recipient="C1"), early, tuning=replace(TUNING, spacing=1.0))
    await world.settle()
    world.finder.answers = [Page("C1", {}, "next"), Wait(19.0)]
    assert await world.settle(35.0) == 1.0
    assert await world.settle(1.0) == 19.0
    assert await world.settle(19.0) == 20.0  # one question every 20 seconds, as Slack has shown
    assert [place.recipient for place in world.finder.places] == ["C1", "C2", "C2"]
    assert world.became == {"T1-1": IN_DOUBT, "T1-2": AGAIN}


async def test_ten_conversations_are_looked_through_at_once(clock: MovableClock) -> None:
    world = World(clock, *(pending(number) for number in range(25)))
    await world.ripe()
    assert world.finder.most == 10
    assert set(world.became.values()) == {AGAIN}


async def test_what_cannot_be_asked_in_time_is_given_up_with_a_reason(clock: MovableClock) -> None:
    world = World(clock, pending(1))
    world.finder.answers = [Wait(965.0), Wait(1000.0)]
    assert await world.ripe() == 965.0
    opened = world.database.opened
    assert await world.settle(964.9) == pytest.approx(0.1)
    assert world.database.opened == opened + 1  # it writes nothing
    assert await world.settle(0.1) == 0.0
    assert world.became == {"T1-1": (DeliveryStatus.UNCONFIRMED, "history_limited")}
    assert len(world.finder.places) == 1


async def test_the_control_of_the_crash_test_asks_nothing_and_sends_again(clock: MovableClock) -> None:
    world = World(clock, pending(1), tuning=replace(TUNING, reconcile=False))
    await world.ripe()
    assert (world.finder.places, world.became) == ([], {"T1-1": AGAIN})


async def test_what_becomes_ripe_while_another_is_written_is_asked_for_at_once(clock: MovableClock) -> None:
    world = World(clock, pending(1))
    await world.settle()
    world.database.held["T1-2"] = replace(pending(2), status=DeliveryStatus.IN_DOUBT)
    await world.settle(30.0)
    moments = iter([1035.0, 1070.0])
    world.database.at_commit = lambda: setattr(world, "now", next(moments))
    assert await world.settle(5.0) == 0.0
    assert world.became == {"T1-1": AGAIN, "T1-2": IN_DOUBT}
