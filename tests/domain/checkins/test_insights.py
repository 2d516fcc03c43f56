"""Insights: found where the truth is known, silent where there is only chance, never more than what was answered."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.commitments import Outcome
from bot.domain.checkins.insights import Insight, LeaderRecord, counts, findings, insights
from tests.domain.checkins.leaders import FIRST, PULLS, TEAM, Truth, leader

TEAMS = 1000
LEADERS = st.builds(
    leader, st.integers(0, 10**6), st.just(Truth()), weeks=st.integers(0, 40), answers=st.sampled_from((0.3, 0.7, 1.0))
)


def keys(record: LeaderRecord) -> set[str]:
    return {one.key for one in findings(record)}


def by_key(record: LeaderRecord) -> dict[str, Insight]:
    return {one.key: one for one in insights(record)}


def test_chance_alone_is_reported_for_fewer_than_one_team_in_twenty() -> None:
    """Each random leader has habits of their own, but none that change with time or pressure. We look at them after a
    quarter, half a year and a year.
    """
    alarms: Counter[tuple[int, str]] = Counter()
    wrong: Counter[int] = Counter()
    for seed in range(TEAMS):
        random = Random(seed)
        share, rate = random.choice((0.2, 0.5, 0.8)), random.choice((0.3, 1.0, 2.5))
        truth = Truth(leads=lambda *_, p=share: p, takes_over=lambda *_, p=rate: p)
        year = leader(seed, truth, 52, answers=random.choice((0.6, 0.9, 1.0)))
        for weeks in (13, 26, 52):
            until = FIRST + timedelta(weeks=weeks)
            found = findings(replace(year, checkins=tuple(one for one in year.checkins if one.week < until)))
            alarms.update((weeks, one.key) for one in found)
            wrong[weeks] += bool(found)
    assert max(wrong.values()) / TEAMS < 0.05, alarms


@pytest.mark.parametrize(
    ("truth", "weeks", "key"),
    [
        pytest.param(Truth(leads=lambda number, _: float(number > 5)), 13, "led_more", id="leads more"),
        pytest.param(Truth(leads=lambda number, _: 0.95 - number / 55), 52, "led_less", id="leads less and less"),
        pytest.param(Truth(leads=lambda _, hard: 0.1 if hard else 0.9), 52, "pressure_led", id="manages then"),
        pytest.param(Truth(takes_over=lambda number, _: 5.1 - number / 10), 52, "takeovers_fewer", id="rescues less"),
        pytest.param(Truth(takes_over=lambda number, _: number / 10), 52, "takeovers_more", id="rescues more"),
        pytest.param(Truth(takes_over=lambda _, hard: 5 if hard else 1), 52, "pressure_takeovers", id="under pressure"),
        pytest.param(Truth(pull_weights=(9, 1, 1, 1, 1)), 26, "pulled", id="deals at risk"),
        pytest.param(Truth(forgets=TEAM[2]), 52, "left_out", id="leaves somebody out"),
    ],
)  # fmt: skip
def test_a_truth_is_found_for_most_leaders_who_have_it(truth: Truth, weeks: int, key: str) -> None:
    found = sum(key in keys(leader(seed, truth, weeks)) for seed in range(100))
    assert found >= 80


def test_pressure_weeks_are_not_taken_for_calm_ones() -> None:
    manages_then = Truth(leads=lambda _, hard: 0.1 if hard else 0.9)
    numbers = by_key(leader(1, manages_then))["pressure_led"].numbers
    assert numbers["pressure"] / numbers["pressure_of"] < numbers["calm"] / numbers["calm_of"]


def test_who_was_left_out_is_named() -> None:
    found = by_key(leader(3, Truth(forgets=TEAM[2]), 52))["left_out"]
    assert found.people == (TEAM[2],)
    assert found.numbers["others"] >= found.weeks


def test_what_pulls_is_named() -> None:
    assert by_key(leader(1, Truth(pull_weights=(1, 1, 9, 1, 1)), 26))["pulled"].choice == PULLS[2]


def test_somebody_new_to_the_team_was_not_left_out_before() -> None:
    record = leader(3, Truth(forgets=TEAM[2]), 52)
    joined = FIRST + timedelta(weeks=50)
    assert "left_out" not in keys(replace(record, team={**record.team, TEAM[2]: joined}))


def test_plans_that_were_settled_are_counted() -> None:
    said = (Outcome.KEPT, Outcome.KEPT, Outcome.PARTLY, Outcome.DROPPED, Outcome.NOT_YET, None)
    weeks = [FIRST + timedelta(weeks=number) for number in range(len(said))]
    (found,) = counts(LeaderRecord((), outcomes=dict(zip(weeks, said, strict=True))))
    assert (found.key, found.weeks, dict(found.numbers)) == ("kept", 4, {"kept": 2, "partly": 1, "of": 4})


def test_led_by_month() -> None:
    record = leader(0, Truth(leads=lambda number, _: float(number > 2)), 6)
    found = by_key(record)["led_months"]
    assert found.months == ((date(2025, 11, 1), 0, 1), (date(2025, 12, 1), 3, 5))
    assert dict(found.numbers) == {"led": 3, "of": 6}


def test_the_one_named_most_is_named_only_where_there_is_one() -> None:
    record = leader(0, Truth(), 4)
    alike = tuple(replace(one, developed=(TEAM[0], TEAM[1])) for one in record.checkins)
    assert by_key(replace(record, checkins=alike))["developed"].people == ()
    often = tuple(replace(one, developed=(TEAM[0],)) for one in record.checkins)
    assert by_key(replace(record, checkins=often))["developed"].people == (TEAM[0],)


@given(LEADERS)
@settings(max_examples=60)
def test_the_order_of_answers_does_not_matter(record: LeaderRecord) -> None:
    assert insights(replace(record, checkins=record.checkins[::-1])) == insights(record)


@given(LEADERS)
@settings(max_examples=60)
def test_each_says_what_it_rests_on_and_counts_no_more_than_was_answered(record: LeaderRecord) -> None:
    weeks = {one.week for one in record.checkins}
    for one in insights(record):
        assert one.weeks >= 4 or one.key == "left_out"
        assert {one.first, one.last} <= weeks
        assert one.weeks <= len([week for week in weeks if one.first <= week <= one.last])
        pairs = [(one.numbers[part], one.numbers[f"{part}_of"]) for part in one.numbers if f"{part}_of" in one.numbers]
        assert "led" not in one.key or all(number <= of for number, of in pairs)


@given(st.integers(0, 7), st.integers(0, 1000))
@settings(max_examples=40)
def test_nothing_is_compared_before_the_eighth_week(weeks: int, seed: int) -> None:
    extreme = Truth(leads=lambda number, _: float(number > 2), takes_over=lambda number, _: 0 if number > 2 else 8)
    assert findings(leader(seed, extreme, weeks)) == []


@given(LEADERS, st.sampled_from(CheckInAnswer))
@settings(max_examples=40)
def test_somebody_who_always_answers_alike_has_no_trend(record: LeaderRecord, answer: CheckInAnswer) -> None:
    same = tuple(replace(one, answer=answer, takeovers=1) for one in record.checkins)
    assert keys(replace(record, checkins=same)) <= {"pulled", "left_out"}
