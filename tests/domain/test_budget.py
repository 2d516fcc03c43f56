"""The message budget."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.budget import (
    Cadence,
    cadence,
    days_for,
    in_force,
    just_thinned,
    quiet_days,
    within_budget,
)
from bot.domain.time.schedule import WORKDAYS


@pytest.mark.parametrize(
    ("ignored", "how_often"),
    [(0, "daily"), (4, "daily"), (5, "twice"), (9, "twice"), (10, "weekly"), (200, "weekly")],
)
def test_somebody_who_ignores_us_hears_less(ignored: int, how_often: str) -> None:
    assert cadence(ignored) == how_often


@pytest.mark.parametrize(
    ("chosen", "ignored", "how_often"),
    [
        ("daily", 5, "twice"),
        ("thrice", 4, "thrice"),
        ("thrice", 5, "twice"),
        ("weekly", 5, "weekly"),
        ("weekly", 10, "weekly"),
    ],
)
def test_who_chose_few_never_gets_more_for_ignoring_us(chosen: str, ignored: int, how_often: str) -> None:
    assert in_force(Cadence(chosen), ignored) == how_often


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ("daily", {5: "twice", 10: "weekly"}),
        ("thrice", {5: "twice", 10: "weekly"}),
        ("twice", {10: "weekly"}),
        ("weekly", {}),
    ],
)
def test_we_say_so_exactly_when_it_changes(chosen: str, said: dict[int, str]) -> None:
    thinned = {ignored: just_thinned(Cadence(chosen), ignored) for ignored in range(20)}
    assert {ignored: now for ignored, now in thinned.items() if now} == said


@pytest.mark.parametrize(
    ("working", "twice", "weekly"),
    [
        (WORKDAYS, {1, 3}, {1}),
        ({0, 1, 2, 3, 4, 5, 6}, {1, 3}, {1}),
        ({6, 0, 1, 2, 3}, {1, 3}, {1}),
        ({0, 2, 4}, {0, 4}, {0}),
        ({0, 2, 3, 4}, {2, 4}, {2}),
        ({0, 4}, {0, 4}, {0}),
        ({1, 2}, {1, 2}, {1}),
        ({2, 3}, {2, 3}, {2}),
        ({2}, {2}, {2}),
        (set(), set(), set()),
    ],
)
def test_the_days_of_a_cadence_are_working_days(working: set[int], twice: set[int], weekly: set[int]) -> None:
    days = frozenset(working)
    assert days_for(Cadence.DAILY, days) == working
    assert days_for(Cadence.TWICE, days) == twice
    assert days_for(Cadence.WEEKLY, days) == weekly


@pytest.mark.parametrize(
    ("working", "thrice"),
    [
        (WORKDAYS, {0, 2, 4}),
        ({0, 1, 2, 3, 4, 5, 6}, {0, 2, 4}),
        ({6, 0, 1, 2, 3}, {0, 2, 6}),
        ({1, 2, 3, 4}, {1, 3, 4}),
        ({0, 4}, {0, 4}),
        ({2}, {2}),
    ],
)
def test_three_a_week_are_apart(working: set[int], thrice: set[int]) -> None:
    assert days_for(Cadence.THRICE, frozenset(working)) == thrice


@given(st.frozensets(st.integers(0, 6), min_size=1), st.sampled_from(Cadence))
def test_a_cadence_is_never_silence(working: frozenset[int], how_often: Cadence) -> None:
    days = days_for(how_often, working)
    assert days
    assert days <= working


def test_two_unasked_messages_a_day_and_no_third() -> None:
    assert [within_budget(sent) for sent in range(4)] == [True, True, False, False]


@pytest.mark.parametrize(
    ("working", "checkin_day", "quiet"),
    [
        (WORKDAYS, 4, {1, 2, 3}),
        (WORKDAYS, 2, {0, 1, 4}),
        ({1, 3, 4}, 4, {3}),
        ({0, 1, 2, 3}, 4, {1, 2}),
        ({0, 4}, 4, {0, 4}),
        ({2}, 0, {2}),
        (set(), 4, set()),
    ],
)
def test_a_quiet_day_has_neither_a_check_in_nor_its_reminder(
    working: set[int], checkin_day: int, quiet: set[int]
) -> None:
    assert quiet_days(frozenset(working), checkin_day) == quiet
