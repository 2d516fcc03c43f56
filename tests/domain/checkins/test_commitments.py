"""If-then steps: when one is open, its outcomes, and how one is carried from check-in to check-in."""

from dataclasses import replace

import pytest

from bot.domain.checkins.commitments import (
    LONGEST,
    Commitment,
    Outcome,
    carried,
    check_halves,
    checkin_source,
    is_open,
    open_commitments,
    outcome_in,
    ridealong_source,
    settle,
)
from tests.domain.calendars import day, week


def made(number: int, outcome: Outcome | None = None, settled: int | None = None) -> Commitment:
    """A plan made in the check-in of week `number`, settled in the check-in of week `settled`."""
    plan = Commitment(
        f"C{number}",
        "U1",
        checkin_source(week(number)),
        "asked",
        "I wait",
        made_on=day(7 * number + 4),
        outcome=outcome,
    )
    return plan if settled is None else replace(plan, settled_in=week(settled))


@pytest.mark.parametrize(
    ("commitments", "expected"),
    [
        pytest.param([], None, id="nothing was planned"),
        pytest.param([made(2)], None, id="what is planned in a check-in is not asked about in it"),
        pytest.param([made(3)], None, id="nor is a later one"),
        pytest.param([made(1)], "C1", id="last week's"),
        pytest.param([made(0)], "C0", id="an older one, where a week was left out"),
        pytest.param([made(1), made(0)], "C1", id="the newest one alone"),
        pytest.param([made(0, Outcome.NOT_YET, 1)], "C0", id="not yet brings it back"),
        pytest.param([made(0, Outcome.PARTLY, 1)], "C0", id="partly brings it back"),
        pytest.param([made(0, Outcome.KEPT, 1)], None, id="kept is final"),
        pytest.param([made(0, Outcome.DROPPED, 1)], None, id="dropped is final"),
        pytest.param([made(1, Outcome.KEPT, 1)], None, id="final where it was said in an older message"),
        pytest.param([made(1, Outcome.KEPT)], None, id="final where no check-in asked"),
        pytest.param([made(0, Outcome.KEPT, 2)], "C0", id="kept in this very check-in, shown with its outcome"),
        pytest.param([made(1, Outcome.KEPT, 1), made(0)], None, id="a finished plan brings back no older one"),
        pytest.param([replace(made(1), source="ridealong:R1")], None, id="a ride-along's has its own follow-up"),
    ],
)
def test_a_check_in_asks_about_one_plan(commitments: list[Commitment], expected: str | None) -> None:
    found = carried(commitments, week(2))
    assert (found and found.id) == expected


@pytest.mark.parametrize(
    ("plan", "outcome"),
    [
        (made(0), None),
        (made(0, Outcome.PARTLY, 1), None),
        (made(0, Outcome.PARTLY, 2), Outcome.PARTLY),
        (made(0, Outcome.KEPT, 3), Outcome.KEPT),
    ],
)
def test_each_check_in_waits_for_an_answer_of_its_own(plan: Commitment, outcome: Outcome | None) -> None:
    assert outcome_in(plan, week(2)) is outcome


def test_an_answer_on_an_older_message_counts_for_the_latest_week() -> None:
    said = settle(settle(made(0), Outcome.PARTLY, week(2)), Outcome.KEPT, week(1))
    assert (said.outcome, said.settled_in) == (Outcome.KEPT, week(2))


@pytest.mark.parametrize(
    ("cue", "step", "fields"),
    [
        ("", "", []),
        ("asked", "wait", []),
        ("asked", "", ["then"]),
        ("", "wait", ["if"]),
        ("x" * (LONGEST + 1), "y" * (LONGEST + 1), ["if", "then"]),
    ],
)
def test_a_plan_has_both_halves_or_none(cue: str, step: str, fields: list[str]) -> None:
    assert [problem.field for problem in check_halves(cue, step)] == fields


def promise(made: int = 0, outcome: Outcome | None = None, name: str = "C1") -> Commitment:
    return Commitment(
        name,
        "U1",
        checkin_source(week(0)),
        "the customer asks me",
        "I will look at Tom",
        made_on=day(made),
        outcome=outcome,
    )


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
