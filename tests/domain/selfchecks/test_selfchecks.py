"""Fifteen answers become three scores."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.selfchecks.former import former_result
from bot.domain.selfchecks.selfchecks import (
    MOST,
    NOT_UP,
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
    week_asked,
)
from content.models import SCALES, FormerItem, Item
from tests.domain.calendars import day

ITEMS = [
    Item(f"{scale}-{number}", scale, "text", "feedback", "suggestion") for scale in SCALES for number in range(1, 6)
]
ANSWERS = st.fixed_dictionaries({item.id: st.integers(NOT_UP, MOST) for item in ITEMS})


def answers(value: int = 2, **changed: int) -> dict[str, int]:
    return {item.id: value for item in ITEMS} | {name.replace("_", "-"): given for name, given in changed.items()}


def check(on: date, given: Mapping[str, int], minute: int = 0) -> SelfCheck:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC) + timedelta(minutes=minute)
    return SelfCheck(f"{on}-{minute}", "U1", on, at, given)


@pytest.mark.parametrize(
    ("given_answers", "expected"),
    [
        pytest.param(answers(0), Scores(0, 0, 0), id="with none"),
        pytest.param(answers(3), Scores(100, 100, 100), id="with all"),
        pytest.param(answers(1), Scores(33, 33, 33), id="with fewer than half"),
        pytest.param(answers(3, lead_5=0), Scores(80, 100, 100), id="one lead statement with none"),
        pytest.param(answers(3, lead_5=NOT_UP), Scores(100, 100, 100), id="one did not come up"),
        pytest.param(answers(NOT_UP), Scores(None, None, None), id="nothing came up"),
        pytest.param(
            answers(2) | {item.id: NOT_UP for item in ITEMS if item.scale == "rescue"},
            Scores(67, 67, None),
            id="a week without calls",
        ),
    ],
)
def test_a_score_is_the_mean_of_what_came_up(given_answers: dict[str, int], expected: Scores) -> None:
    assert scores(given_answers, ITEMS) == expected


def test_a_half_is_rounded_up_and_a_scale_without_items_has_no_score() -> None:
    four = [Item(f"lead-{number}", "lead", "", "", "") for number in range(4)]
    assert scores({item.id: place // 3 for place, item in enumerate(four)}, four) == Scores(8, None, None)


@pytest.mark.parametrize("wrong", [{}, {"lead-1": 4}, {"lead-1": -2}], ids=["none", "above", "below"])
def test_missing_and_impossible_answers_are_named(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="lead-1"):
        scores({"lead-2": 1} | wrong, ITEMS[:2])
    with pytest.raises(ValueError, match="lead-1, lead-3"):
        weakest_item({"lead-2": 1} | wrong, ITEMS[:3])


@given(ANSWERS, st.sampled_from(ITEMS))
def test_scores_keep_their_range_and_each_item_moves_its_own_scale_alone(given_: dict[str, int], item: Item) -> None:
    scored, raised = scores(given_, ITEMS), scores(given_ | {item.id: MOST}, ITEMS)
    for scale in SCALES:
        before, after = getattr(scored, scale), getattr(raised, scale)
        assert before is None or 0 <= before <= (after or 0) <= 100
        assert scale == item.scale or before == after


@pytest.mark.parametrize(
    ("given_answers", "weakest"),
    [
        (answers(2), "rescue-1"),  # two of three points to gain, where the others leave one
        (answers(1, manage_3=0), "manage-3"),
        (answers(1, rescue_2=3), "rescue-2"),  # the more often, the more to gain
        (answers(1, rescue_2=3, lead_4=0), "lead-4"),  # lead before rescue
        (answers(1, manage_1=0, rescue_2=3), "rescue-2"),  # rescue before manage
        (answers(1, lead_5=0, lead_3=0), "lead-3"),  # the earlier of two
        (answers(1, lead_1=NOT_UP), "lead-2"),  # what did not come up leaves nothing to gain
    ],
)
def test_the_weakest_item_leaves_most_to_gain(given_answers: dict[str, int], weakest: str) -> None:
    item = weakest_item(given_answers, ITEMS)
    assert item is not None
    assert item.id == weakest


@pytest.mark.parametrize(
    ("today", "monday"),
    [
        (date(2026, 10, 19), date(2026, 10, 12)),
        (date(2026, 10, 22), date(2026, 10, 12)),
        (date(2026, 10, 23), date(2026, 10, 12)),
        (date(2026, 10, 25), date(2026, 10, 12)),
        (date(2026, 10, 26), date(2026, 10, 19)),
    ],
    ids=["Monday", "Thursday", "Friday", "Sunday", "the next Monday"],
)
def test_no_week_is_asked_about_before_it_is_over(today: date, monday: date) -> None:
    assert week_asked(today) == monday


def test_the_first_one_after_the_statements_changed_says_so_and_compares_nothing() -> None:
    former = replace(check(date(2026, 10, 12), {"lead-01": 4}), week=None)
    first = replace(check(date(2026, 10, 19), answers(2)), week=date(2026, 10, 12))
    second = replace(check(date(2026, 10, 26), answers(3)), week=date(2026, 10, 19))
    restarted = result_of(first, [first, former], ITEMS)
    assert (restarted.former, restarted.before, restarted.change) == (former.on, None, None)
    after = result_of(second, [second, first, former], ITEMS)
    assert (after.former, after.before) == (None, first.on)


def test_a_former_one_is_still_read_with_what_it_meant() -> None:
    former = [FormerItem("lead-01", "lead", "text"), FormerItem("lead-04", "lead", "text", reverse=True)]
    old = check(day(0), {"lead-01": 4, "lead-04": 3})
    facts = former_result(old, former)
    assert (facts.scores, facts.weakest, facts.change) == (Scores(63, None, None), None, None)
    assert path([old], ITEMS) == []


def test_the_path_has_one_point_a_day_and_none_for_another_set_of_items() -> None:
    checks = [
        check(day(7), answers(0, lead_1=3)),
        check(day(0), answers(3), minute=5),
        check(day(0), answers(0)),
        check(day(3), {"lead-1": 2}),
    ]
    assert path(checks, iter(ITEMS)) == [(day(0), Scores(100, 100, 100)), (day(7), Scores(20, 0, 0))]


def test_a_change_is_after_less_before() -> None:
    assert change(Scores(10, 20, 30), Scores(40, 20, 0)) == ScoreChange(30, 0, -30)
    assert change(Scores(10, None, 30), Scores(40, 20, None)) == ScoreChange(30, None, None)


@pytest.mark.parametrize(
    ("scored", "weakest"),
    [
        (Scores(40, 60, 10), "lead"),
        (Scores(60, 40, 10), "manage"),
        (Scores(80, 70, 50), "rescue"),
        (Scores(50, 50, 50), "lead"),
        (Scores(60, 50, 50), "rescue"),
        (Scores(60, 70, None), "lead"),  # a week without calls has no rescue score
        (Scores(None, 70, 10), "manage"),
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
    old, morning, noon = check(day(0), answers(0)), check(day(7), answers(3)), check(day(7), answers(2), minute=5)
    found = result_of(noon, [noon, morning, old], ITEMS)
    assert (found.before, found.change) == (day(0), ScoreChange(67, 67, 67))
    assert found.weakest == ITEMS[10]


def test_where_nothing_is_left_to_gain_no_item_is_the_weakest() -> None:
    best = {item.id: 0 if item.scale == "rescue" else MOST for item in ITEMS}
    found = result_of(check(day(0), best), [], ITEMS)
    assert (found.scores, found.weakest, found.change) == (Scores(100, 100, 0), None, None)
