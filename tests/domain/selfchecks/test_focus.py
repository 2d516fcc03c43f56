"""For two weeks after a self-check, prompts train its weakest behaviour most."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.selfchecks.selfchecks import ITEM_THEMES, MOST, THEME_SCALES, SelfCheck, focus_on, scores, theme_weights
from content.models import Library

MONDAY = date(2026, 10, 19)


def check(library: Library, **changed: int) -> SelfCheck:
    """A self-check that is as good as can be, except for what is changed."""
    best = {item.id: 0 if item.scale == "rescue" else MOST for item in library.items.values()}
    best |= {name.replace("_", "-"): value for name, value in changed.items()}
    return SelfCheck("S1", "U1", MONDAY, datetime(2026, 10, 19, tzinfo=UTC), best)


def test_every_item_has_a_theme_that_exists(library: Library) -> None:
    assert set(ITEM_THEMES) == set(library.items)
    assert set(ITEM_THEMES.values()) <= set(THEME_SCALES)


@pytest.mark.parametrize(
    ("days", "theme"), [(-1, None), (0, "daily_development"), (13, "daily_development"), (14, None)]
)
def test_the_weakest_behaviour_is_trained_for_two_weeks(library: Library, days: int, theme: str | None) -> None:
    assert focus_on(check(library, lead_06=0), library.items.values(), MONDAY + timedelta(days=days)) == theme


def test_nothing_is_weak_where_nothing_is_left_to_gain(library: Library) -> None:
    assert focus_on(check(library), library.items.values(), MONDAY) is None


def test_the_focus_weighs_more_than_the_weakest_scale(library: Library) -> None:
    scored = scores(check(library, lead_06=0).answers, library.items.values())
    weights = theme_weights(scored, "daily_development")
    assert (weights["daily_development"], weights["challenge"], weights["right_things"]) == (8.0, 3.0, 1.0)
