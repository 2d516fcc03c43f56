"""Which prompt today."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.prompts.selection import Choice, Reason, choose_prompt
from bot.domain.selfchecks.selfchecks import THEME_SCALES, Scores, theme_weights
from content.models import Prompt
from tests.domain.calendars import day

THEMES = sorted(THEME_SCALES)
PROMPTS = [Prompt(f"{theme}-{number}", theme, "leader", "act", "why", 5) for theme in THEMES for number in range(4)]
IDS = [prompt.id for prompt in PROMPTS]
TODAY = day(400)
seen_dates = st.dictionaries(st.sampled_from(IDS), st.integers(1, 900).map(lambda ago: TODAY - timedelta(days=ago)))
declined_ids = st.frozensets(st.sampled_from(IDS), max_size=30)


def choose(on: date = TODAY, salt: str = "T1:U1", weights: dict[str, float] | None = None, *, pressure: bool = False,
           seen: dict[str, date] | None = None, declined: frozenset[str] = frozenset()) -> Choice:  # fmt: skip
    return choose_prompt(PROMPTS, seen or {}, declined, weights or {}, on, salt=salt, pressure=pressure)


def shares(weights: dict[str, float], *, pressure: bool = False) -> Counter[str]:
    return Counter(choose(salt=f"U{number}", weights=weights, pressure=pressure).prompt.theme for number in range(2000))


@given(seen_dates, declined_ids, st.text(max_size=5), st.randoms(use_true_random=False))
def test_the_same_inputs_give_the_same_prompt_in_any_order(
    seen: dict[str, date], declined: frozenset[str], salt: str, shuffle: Random
) -> None:
    mixed = PROMPTS[:]
    shuffle.shuffle(mixed)
    again = choose_prompt(mixed, dict(reversed(seen.items())), sorted(declined), {}, TODAY, salt=salt)
    assert choose(seen=seen, declined=declined, salt=salt) == again


@given(seen_dates, declined_ids, st.booleans())
def test_nothing_declined_and_nothing_of_this_year_while_there_is_something_else(
    seen: dict[str, date], declined: frozenset[str], pressure: bool
) -> None:
    chosen = choose(seen=seen, declined=declined, pressure=pressure).prompt
    left = set(IDS) - declined
    assert chosen.id in left
    fresh = {name for name in left if name not in seen or seen[name] <= TODAY - timedelta(days=365)}
    if fresh:
        assert chosen.id in fresh
    else:
        assert seen[chosen.id] == min(seen[name] for name in left)


def test_a_whole_library_goes_round_before_anything_repeats() -> None:
    seen: dict[str, date] = {}
    order = []
    for number in range(2 * len(PROMPTS)):
        chosen = choose(on=day(number), seen=seen).prompt.id
        order.append(chosen)
        seen[chosen] = day(number)
    assert sorted(order[: len(PROMPTS)]) == sorted(IDS)
    assert order[len(PROMPTS) :] == order[: len(PROMPTS)]


def test_what_was_declined_comes_only_where_nothing_else_is_left() -> None:
    assert choose(declined=frozenset(IDS)).prompt in PROMPTS


def test_an_empty_library_is_an_error() -> None:
    with pytest.raises(ValueError, match="no prompt"):
        choose_prompt([], {}, (), {}, TODAY, salt="")


def test_themes_come_as_often_as_they_weigh() -> None:
    weights = dict(theme_weights(Scores(lead=80, manage=20, rescue=0)))  # manage: three themes of 3, six of 1
    counted = shares(weights)
    for theme in THEMES:
        assert counted[theme] / 2000 == pytest.approx(weights[theme] / 15, abs=0.03)


def test_a_pressure_week_brings_more_of_its_theme() -> None:
    assert shares({}, pressure=True)["under_pressure"] / 2000 == pytest.approx(3 / 11, abs=0.03)


@pytest.mark.parametrize("theme", ["challenge", "right_things"])
def test_a_theme_of_no_weight_waits_until_all_are_alike(theme: str) -> None:
    assert all(choose(salt=str(number), weights={theme: 0}).prompt.theme != theme for number in range(50))
    assert len(shares(dict.fromkeys(THEMES, 0.0))) == len(THEMES)


def reason(theme: str, *, pressure: bool = False) -> Reason:
    """The reason given for a prompt of `theme` where only that theme is left."""
    others = frozenset(prompt.id for prompt in PROMPTS if prompt.theme not in {theme, "example"})
    weights = {"challenge": 3.0, "under_pressure": 3.0, "right_things": 1.0, "example": 1.0}
    choices = (choose(salt=str(number), weights=weights, declined=others, pressure=pressure) for number in range(200))
    return next(choice.reason for choice in choices if choice.prompt.theme == theme)


def test_every_choice_says_why() -> None:
    assert reason("challenge") is Reason.WEAKEST_SCALE
    assert reason("under_pressure") is Reason.WEAKEST_SCALE
    assert reason("under_pressure", pressure=True) is Reason.PRESSURE_WEEK
    assert reason("right_things", pressure=True) is Reason.FRESH
    assert choose().reason is Reason.FRESH
    assert choose(seen=dict.fromkeys(IDS, day(1))).reason is Reason.COMES_ROUND_AGAIN
    assert choose(seen=dict.fromkeys(IDS, day(399)), pressure=True).reason is Reason.COMES_ROUND_AGAIN
