"""Which conversation is searched next, and at what pace; seconds are those of the test's own clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.delivery.history_scans import HistoryPace, HistoryScan, HistoryScans, since
from bot.domain.deliveries import Delivery
from bot.slack.history import HistoryPlace
from tests.delivery.fakes import NOON, pending


def recipients(scans: list[HistoryScan]) -> list[str]:
    return [scan.place.recipient for scan in scans]


def limited(pace: HistoryPace) -> None:
    pace.limited("T1", 20.0, 100.0)


def limited_after_an_answer(pace: HistoryPace) -> None:
    pace.answered("T1", 90.0)
    pace.limited("T1", 20.0, 100.0)


def limited_for_long(pace: HistoryPace) -> None:
    pace.limited("T1", 70.0, 100.0)


def limited_by_less_afterwards(pace: HistoryPace) -> None:
    limited_after_an_answer(pace)
    pace.limited("T1", 5.0, 101.0)


@pytest.mark.parametrize(
    ("happened", "again_at", "asked", "next_at"),
    [
        pytest.param(lambda _: None, 0.0, 100.0, 100.5, id="nothing: the spacing"),
        pytest.param(limited, 120.0, 150.0, 170.0, id="the pace that Slack asked for"),
        pytest.param(limited, 120.0, 699.9, 719.9, id="for ten minutes"),
        pytest.param(limited, 120.0, 700.0, 700.5, id="and no longer"),
        pytest.param(limited_after_an_answer, 120.0, 150.0, 180.0, id="counted from its last answer"),
        pytest.param(limited_for_long, 170.0, 200.0, 261.0, id="a minute is the slowest"),
        pytest.param(limited_by_less_afterwards, 120.0, 150.0, 180.0, id="the slower one"),
    ],
)
def test_how_often_a_workspace_is_asked(
    happened: Callable[[HistoryPace], None], again_at: float, asked: float, next_at: float
) -> None:
    pace = HistoryPace(0.5)
    happened(pace)
    assert pace.at("T1") == again_at
    pace.asked("T1", asked)
    assert pace.at("T1") == pytest.approx(next_at)
    assert pace.at("T2") == 0.0


def test_the_longest_wait_counts_until_the_workspace_is_forgotten() -> None:
    pace = HistoryPace(1.5)
    pace.wait("T1", 30.0, 100.0)
    pace.wait("T1", 5.0, 101.0)
    pace.wait("T2", 30.0, 100.0)
    assert pace.at("T1") == 130.0
    pace.keep({"T2", "T3"})
    assert (pace.at("T1"), pace.at("T2")) == (0.0, 130.0)


def test_a_scan_goes_on_behind_a_page_and_begins_anew_where_its_cursor_is_good_no_more() -> None:
    scan = HistoryScan("T1", HistoryPlace("U1", NOON), unknown=2)
    scan.turn_page("D1", "15")
    assert (scan.place, scan.unknown, scan.restarts) == (HistoryPlace("U1", NOON, "D1", "15"), 0, 0)
    scan.restart()
    assert (scan.place, scan.restarts) == (HistoryPlace("U1", NOON, "D1"), 1)
    scan.restart()
    assert scan.restarts == 2


HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("due_at", "claimed_at", "looked_since"),
    [
        pytest.param(NOON, None, NOON, id="never claimed"),
        pytest.param(NOON, NOON + HOUR, NOON, id="claimed late"),
        pytest.param(NOON, NOON - HOUR, NOON - HOUR, id="waits anew since it was claimed"),
        pytest.param(NOON + 3 * HOUR, NOON + 3 * HOUR, NOON + HOUR, id="claimed by a clock that ran ahead"),
    ],
)
def test_its_message_may_stand_there_from_a_quarter_of_an_hour_before(
    due_at: datetime, claimed_at: datetime | None, looked_since: datetime
) -> None:
    delivery = replace(pending(1, due_at=due_at), claimed_at=claimed_at)
    assert since(delivery, NOON + HOUR) == looked_since - timedelta(minutes=15)


def to(recipient: str, minutes: int = 0, workspace_id: str = "T1") -> Delivery:
    """A delivery that was due so many minutes before noon."""
    due_at = NOON - timedelta(minutes=minutes)
    return replace(pending(minutes, workspace_id, recipient, due_at), id=f"{recipient}-{minutes}")


def test_one_scan_for_all_of_a_conversation_and_the_latest_due_first() -> None:
    scans = HistoryScans(0.0)
    scans.of([to("C1", 9), to("C2", 2), to("C1", 3), to("C2", 1)], NOON)
    chosen = scans.turn(0.0, 9)
    assert recipients(chosen) == ["C2", "C1"]
    assert [sorted(scan.wanted) for scan in chosen] == [["C2-1", "C2-2"], ["C1-3", "C1-9"]]
    assert [scan.place.since for scan in chosen] == [NOON - timedelta(minutes=minutes) for minutes in (17, 24)]
    early = replace(to("C3", 1), claimed_at=NOON - HOUR)  # by a clock that is behind
    scans.of([early, to("C3", 2)], NOON)
    assert [scan.place.since for scan in scans.turn(0.0, 9)] == [NOON - HOUR - timedelta(minutes=15)]


def test_conversations_take_turns_so_many_at_a_time() -> None:
    scans = HistoryScans(0.0)
    scans.of([to("C1", 1), to("C2", 2), to("C3", 3)], NOON)
    assert [recipients(scans.turn(0.0, 2)) for _ in range(3)] == [["C1", "C2"], ["C3", "C1"], ["C2", "C3"]]


def test_where_questions_are_spaced_a_workspace_has_one_turn_and_keeps_no_other_waiting() -> None:
    scans = HistoryScans(1.5)
    scans.of([to("C1", 1), to("C2", 2), to("C3", 3, "T2")], NOON)
    assert [recipients(scans.turn(now, 9)) for now in (0.0, 1.4, 1.5)] == [["C1", "C3"], [], ["C2", "C3"]]
    assert scans.next_at() == 3.0


def test_whose_turn_was_taken_by_another_has_the_next_one() -> None:
    scans = HistoryScans(0.0)
    scans.of([to("C1", 1), to("C2", 2), to("C3", 3)], NOON)
    _, second, _ = scans.turn(0.0, 9)
    scans.first(second)
    assert recipients(scans.turn(0.0, 9)) == ["C2", "C1", "C3"]


def test_what_has_ended_has_no_turn() -> None:
    scans = HistoryScans(0.0)
    scans.of([to("C1", 1), to("C2", 2)], NOON)
    for scan in scans.turn(0.0, 9):
        scans.end(scan)
    assert (scans.turn(0.0, 9), scans.next_at()) == ([], None)


def test_a_scan_goes_on_for_what_is_in_doubt_still_and_the_pace_is_kept_for_those() -> None:
    scans = HistoryScans(1.5)
    scans.of([to("C1", 1), to("C1", 2), to("C2", 3), to("C3", 4, "T2")], NOON)
    for scan in scans.turn(0.0, 9):
        scan.turn_page("D", "15")
    scans.of([to("C1", 2), to("C2", 3), to("C2", 5)], NOON)
    assert (scans.pace.at("T1"), scans.pace.at("T2")) == (1.5, 0.0)
    looked: list[tuple[str, str, list[str]]] = []
    for now in (1.5, 3.0):
        looked += [(scan.place.recipient, scan.place.cursor, sorted(scan.wanted)) for scan in scans.turn(now, 9)]
    assert looked == [("C2", "", ["C2-3"]), ("C1", "15", ["C1-2"])]


def test_what_joins_a_conversation_has_a_scan_of_its_own_when_the_first_one_is_over() -> None:
    scans = HistoryScans(0.0)
    scans.of([to("C1", 1)], NOON)
    (first,) = scans.turn(0.0, 9)
    scans.of([to("C1", 1), to("C1", 2)], NOON)
    assert scans.turn(0.0, 9) == [first]
    scans.end(first)
    scans.of([to("C1", 2)], NOON)
    (second,) = scans.turn(0.0, 9)
    assert list(second.wanted) == ["C1-2"]
