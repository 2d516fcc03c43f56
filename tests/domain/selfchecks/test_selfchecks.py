"""Fifteen answers become three scores."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.selfchecks.selfchecks import (
    THEME_SCALES,
    ScoreChange,
    Scores,
    SelfCheck,
    change,
    path,
    result_of,
    scores,
    theme_weights,
    weakest_item,
    weakest_scale,
)
from content.models import SCALES, Item
from tests.domain.calendars import day

ITEMS = [
    Item(f"{scale}-{number}", scale, "text", "twin", "suggestion", reverse=number == 5)
    for scale in SCALES
    for number in range(1, 6)
]
ANSWERS = st.fixed_dictionaries({item.id: st.integers(0, 4) for item in ITEMS})


def answers(value: int = 2, **changed: int) -> dict[str, int]:
    return {item.id: value for item in ITEMS} | {name.replace("_", "-"): given for name, given in changed.items()}


def check(on: date, given: Mapping[str, int], minute: int = 0) -> SelfCheck:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC) + timedelta(minutes=minute)
    return SelfCheck(f"{on}-{minute}", "U1", on, at, given)


@pytest.mark.parametrize(
    ("given_answers", "expected"),
    [
        (answers(2), Scores(50, 50, 50)),
        (answers(0), Scores(20, 20, 20)),  # only the reverse items count
        (answers(4), Scores(80, 80, 80)),
        (answers(4, lead_5=0), Scores(100, 80, 80)),
        (answers(2, lead_1=3, rescue_5=4), Scores(55, 50, 40)),
    ],
)
def test_a_score_is_the_mean_with_reverse_items_turned(given_answers: dict[str, int], expected: Scores) -> None:
    assert scores(given_answers, ITEMS) == expected


def test_a_half_is_rounded_up_and_a_scale_without_items_is_nought() -> None:
    two = [ITEMS[0], ITEMS[1]]
    assert scores({"lead-1": 0, "lead-2": 1}, two) == Scores(13, 0, 0)


@pytest.mark.parametrize("wrong", [{}, {"lead-1": 5}, {"lead-1": -1}])
def test_missing_and_impossible_answers_are_named(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="lead-1"):
        scores({"lead-2": 1} | wrong, ITEMS[:2])
    with pytest.raises(ValueError, match="lead-1, lead-3"):
        weakest_item({"lead-2": 1} | wrong, ITEMS[:3])


@given(ANSWERS, st.sampled_from(ITEMS))
def test_scores_keep_their_range_and_each_item_moves_its_own_scale_alone(given_: dict[str, int], item: Item) -> None:
    scored = scores(given_, ITEMS)
    turned = scores(given_ | {item.id: 0 if item.reverse else 4}, ITEMS)
    for scale in SCALES:
        before, after = getattr(scored, scale), getattr(turned, scale)
        assert 0 <= before <= after <= 100
        assert scale == item.scale or before == after


@pytest.mark.parametrize(
    ("given_answers", "weakest"),
    [
        (answers(2), "lead-1"),
        (answers(2, manage_3=0), "manage-3"),
        (answers(2, rescue_2=4), "rescue-2"),  # the more of it, the more to gain
        (answers(2, rescue_5=0), "rescue-5"),
        (answers(2, rescue_2=4, lead_4=0), "lead-4"),  # lead before rescue
        (answers(2, manage_1=0, rescue_2=4), "rescue-2"),  # rescue before manage
        (answers(2, lead_5=4, lead_3=0), "lead-3"),  # the earlier of two
    ],
)
def test_the_weakest_item_leaves_most_to_gain(given_answers: dict[str, int], weakest: str) -> None:
    assert weakest_item(given_answers, ITEMS).id == weakest


def test_the_path_has_one_point_a_day_and_none_for_another_set_of_items() -> None:
    checks = [
        check(day(7), answers(2, lead_1=4)),
        check(day(0), answers(4), minute=5),
        check(day(0), answers(0)),
        check(day(3), {"lead-1": 2}),
    ]
    assert path(checks, iter(ITEMS)) == [(day(0), Scores(80, 80, 80)), (day(7), Scores(60, 50, 50))]


def test_a_change_is_after_less_before() -> None:
    assert change(Scores(10, 20, 30), Scores(40, 20, 0)) == ScoreChange(30, 0, -30)


@pytest.mark.parametrize(
    ("scored", "weakest"),
    [
        (Scores(40, 60, 10), "lead"),
        (Scores(60, 40, 10), "manage"),
        (Scores(80, 70, 50), "rescue"),
        (Scores(50, 50, 50), "lead"),
        (Scores(60, 50, 50), "rescue"),
    ],
)
def test_prompts_lean_towards_the_weakest_scale(scored: Scores, weakest: str) -> None:
    assert weakest_scale(scored) == weakest
    heavy = {theme for theme, weight in theme_weights(scored).items() if weight == max(theme_weights(scored).values())}
    assert heavy == {theme for theme, scale in THEME_SCALES.items() if scale == weakest}


def test_without_a_selfcheck_every_theme_weighs_the_same() -> None:
    assert dict(theme_weights(None)) == dict.fromkeys(
        [
            *("people_before_market", "joint_calls", "daily_development", "challenge", "under_pressure"),
            *("upside_and_downside", "right_things", "managing_well", "example"),
        ],
        1.0,
    )


def test_a_result_is_counted_from_the_last_earlier_day() -> None:
    old, morning, noon = check(day(0), answers(0)), check(day(7), answers(4)), check(day(7), answers(2), minute=5)
    found = result_of(noon, [noon, morning, old], ITEMS)
    assert (found.before, found.change) == (day(0), ScoreChange(30, 30, 30))
    assert found.weakest == ITEMS[0]


def test_where_nothing_is_left_to_gain_no_item_is_the_weakest() -> None:
    best = {item.id: 4 if (item.scale == "rescue") == item.reverse else 0 for item in ITEMS}
    found = result_of(check(day(0), best), [], ITEMS)
    assert (found.scores, found.weakest, found.change) == (Scores(100, 100, 0), None, None)
