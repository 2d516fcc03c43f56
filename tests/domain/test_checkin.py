"""The weekly question and the commitments that come out of it."""

from datetime import UTC, datetime

import pytest

from bot.domain.checkin import Answer, CheckIn, answered_weeks, of_week, previous_week, team_split
from bot.domain.commitments import (
    Commitment,
    Outcome,
    checkin_source,
    is_open,
    open_commitments,
    ridealong_source,
    settle,
)
from tests.domain.calendars import day, week

LED, BOTH, RESCUED = Answer.LED, Answer.BOTH, Answer.RESCUED
CHECKINS = [CheckIn("U1", week(number), LED, datetime(2026, 1, 9, tzinfo=UTC)) for number in (0, 2)]


def promise(made: int = 0, outcome: Outcome | None = None, name: str = "C1") -> Commitment:
    return Commitment(
        name, "U1", checkin_source(week(0)), "the customer asks me", "I will look at Tom", day(made), outcome
    )


def test_a_split_needs_three_people() -> None:
    assert team_split([LED, LED]) is None
    assert team_split([LED, LED, RESCUED]) == {LED: 2, BOTH: 0, Answer.MANAGED: 0, RESCUED: 1}
    assert team_split([LED, LED, RESCUED], threshold=5) is None
    assert team_split([]) is None


def test_a_checkin_belongs_to_its_week() -> None:
    assert previous_week(week(1)) == week(0)
    assert of_week(CHECKINS, week(2)) is CHECKINS[1]
    assert of_week(CHECKINS, week(1)) is None
    assert answered_weeks(CHECKINS) == {week(0), week(2)}


@pytest.mark.parametrize(
    ("outcome", "still_open"),
    [(None, True), (Outcome.NOT_YET, True), (Outcome.PARTLY, False), (Outcome.KEPT, False), (Outcome.DROPPED, False)],
)
def test_a_commitment_is_open_until_its_owner_is_through_with_it(outcome: Outcome | None, still_open: bool) -> None:
    assert is_open(promise(outcome=outcome)) is still_open


def test_open_commitments_come_oldest_first() -> None:
    newer, older, kept = promise(3, name="C1"), promise(1, name="C2"), promise(0, Outcome.KEPT)
    assert open_commitments([newer, kept, older]) == [older, newer]


def test_a_later_outcome_replaces_an_earlier_one() -> None:
    assert settle(settle(promise(), Outcome.NOT_YET), Outcome.KEPT).outcome is Outcome.KEPT


def test_a_source_names_where_a_commitment_was_made() -> None:
    assert checkin_source(week(0)) == "checkin:2026-01-05"
    assert ridealong_source("R1") == "ridealong:R1"
