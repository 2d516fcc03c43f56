"""Which prompt somebody gets today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.prompts.selection import DEEPER_AFTER, PromptChoice, PromptHistory, Reason, Training, choose_prompt
from bot.domain.selfchecks.selfchecks import THEME_SCALES, Scores, theme_weights
from content.models import Occasion, Prompt
from tests.domain.calendars import day

THEMES = sorted(THEME_SCALES)
PROMPTS = [
    Prompt(f"{theme}-{number}", theme, "leader", "act", "why", minutes=5) for theme in THEMES for number in range(4)
]
IDS = [prompt.id for prompt in PROMPTS]
MONDAYS = [replace(prompt, id=f"monday-{prompt.id}", occasion="monday") for prompt in PROMPTS[:3]]
CALLS = [replace(prompt, id=f"call-{prompt.id}", occasion="before_ridealong") for prompt in PROMPTS[:2]]
DEEPER = [replace(prompt, id=f"deeper-{prompt.id}", level="deeper") for prompt in PROMPTS]
TODAY = day(400)
HAD = dict.fromkeys(IDS, TODAY - timedelta(days=300))
seen_dates = st.dictionaries(st.sampled_from(IDS), st.integers(1, 900).map(lambda ago: TODAY - timedelta(days=ago)))
declined_ids = st.frozensets(st.sampled_from(IDS), max_size=30)
SALTS = st.text("CTUW:019", max_size=5)  # the characters of ids; all of Unicode takes each process seconds to prepare
occasion_lists = st.lists(st.sampled_from(get_args(Occasion)), unique=True)


def choose(on: date = TODAY, salt: str = "T1:U1", weights: Mapping[str, float] | None = None, *, pressure: bool = False,
           history: PromptHistory | None = None, prompts: Sequence[Prompt] = PROMPTS,
           occasions: Sequence[Occasion] = (), focus: str | None = None,
           appeal: Mapping[str, float] | None = None) -> PromptChoice:  # fmt: skip
    training = Training(weights or {}, focus, pressure, appeal or {})
    return choose_prompt(prompts, history or PromptHistory(), training, on, salt=salt, occasions=occasions)


def shares(
    weights: Mapping[str, float], *, pressure: bool = False, history: PromptHistory | None = None
) -> Counter[str]:
    choices = (choose(salt=f"U{n}", weights=weights, pressure=pressure, history=history) for n in range(2000))
    return Counter(choice.prompt.theme for choice in choices)


@given(seen_dates, declined_ids, occasion_lists, SALTS, st.randoms(use_true_random=False))
def test_the_same_inputs_give_the_same_prompt_in_any_order(
    seen: dict[str, date], declined: frozenset[str], occasions: list[Occasion], salt: str, shuffle: Random
) -> None:
    prompts = [*PROMPTS, *MONDAYS, *CALLS]
    mixed = prompts[:]
    shuffle.shuffle(mixed)
    turned = PromptHistory(dict(reversed(seen.items())), declined=sorted(declined))
    again = choose(prompts=mixed, history=turned, salt=salt, occasions=occasions)
    history = PromptHistory(seen, declined=declined)
    assert choose(prompts=prompts, history=history, salt=salt, occasions=occasions) == again


@given(seen_dates, seen_dates, declined_ids, st.booleans())
def test_nothing_declined_and_nothing_of_this_year_while_there_is_something_else(
    sent: dict[str, date], answered: dict[str, date], declined: frozenset[str], pressure: bool
) -> None:
    chosen = choose(history=PromptHistory(sent, answered, declined), pressure=pressure).prompt
    left = set(IDS) - declined
    assert chosen.id in left
    fresh = {name for name in left if name not in sent or sent[name] <= TODAY - timedelta(days=365)}
    assert chosen.id in fresh or not fresh


def test_a_whole_library_goes_round_before_anything_repeats_and_the_next_round_is_another() -> None:
    seen: dict[str, date] = {}
    order = []
    for number in range(2 * len(PROMPTS)):
        chosen = choose(on=day(number), history=PromptHistory(seen, seen)).prompt.id
        order.append(chosen)
        seen[chosen] = day(number)
    first, second = order[: len(PROMPTS)], order[len(PROMPTS) :]
    assert sorted(first) == sorted(IDS)
    assert first != second
    since = [place - order.index(name) for place, name in enumerate(order) if place >= len(PROMPTS)]
    assert min(since) >= len(PROMPTS) // 2


def test_weights_still_act_when_everything_was_had() -> None:
    seen = {name: day(number) for number, name in enumerate(Random(1).sample(IDS, len(IDS)))}
    counted = shares({"challenge": 8.0}, history=PromptHistory(seen, seen))
    assert counted["challenge"] > 2 * max(count for theme, count in counted.items() if theme != "challenge")


def test_what_was_left_open_comes_again_before_what_was_answered_but_not_at_once() -> None:
    ago = {"challenge-0": 27, "challenge-1": 28, "challenge-2": 200}
    sent = HAD | {name: TODAY - timedelta(days=days) for name, days in ago.items()}
    answered = {name: on for name, on in sent.items() if name not in ago}
    found = {choose(salt=str(n), history=PromptHistory(sent, answered)) for n in range(100)}
    assert {choice.prompt.id for choice in found} == {"challenge-1", "challenge-2"}
    assert {choice.reason for choice in found} == {Reason.LEFT_OPEN}


def test_an_answer_to_an_earlier_sending_leaves_the_later_one_open() -> None:
    history = PromptHistory(HAD, HAD | {"example-1": HAD["example-1"] - timedelta(days=400)})
    assert choose(history=history).prompt.id == "example-1"


def test_what_was_declined_comes_only_where_nothing_else_is_left() -> None:
    found = choose(history=PromptHistory(declined=IDS))
    assert found.prompt in PROMPTS
    assert found.reason is Reason.NOTHING_ELSE


def test_what_stood_in_a_channel_waits_unless_nothing_else_is_left() -> None:
    met = set(IDS) - {"example-1"}
    assert {choose(salt=str(n), history=PromptHistory(met=met)).prompt.id for n in range(20)} == {"example-1"}
    assert choose(history=PromptHistory(met=IDS)).prompt in PROMPTS


def test_an_empty_library_is_an_error() -> None:
    with pytest.raises(ValueError, match="no prompt"):
        choose(prompts=[])


def test_themes_come_as_often_as_they_weigh() -> None:
    weights = dict(theme_weights(Scores(lead=80, manage=20, rescue=0)))  # manage: three themes of 3, six of 1
    counted = shares(weights)
    for theme in THEMES:
        assert counted[theme] / 2000 == pytest.approx(weights[theme] / 15, abs=0.03)


def test_where_nothing_is_left_to_gain_no_theme_weighs_more() -> None:
    assert theme_weights(Scores(lead=100, manage=100, rescue=0)) == theme_weights(None)


def test_a_pressure_week_brings_more_of_its_theme() -> None:
    assert shares({}, pressure=True)["under_pressure"] / 2000 == pytest.approx(3 / 11, abs=0.03)


@pytest.mark.parametrize("theme", ["challenge", "right_things"])
def test_a_theme_of_no_weight_waits_until_all_are_alike(theme: str) -> None:
    assert all(choose(salt=str(number), weights={theme: 0}).prompt.theme != theme for number in range(50))
    assert len(shares(dict.fromkeys(THEMES, 0.0))) == len(THEMES)


def test_a_prompt_that_is_liked_comes_more_often_and_its_theme_does_not() -> None:
    choices = Counter(choose(salt=str(n), appeal={"challenge-0": 3.0}).prompt.id for n in range(3000))
    challenges = {name: count for name, count in choices.items() if name.startswith("challenge")}
    assert challenges["challenge-0"] / sum(challenges.values()) == pytest.approx(3 / 6, abs=0.07)
    assert sum(challenges.values()) / 3000 == pytest.approx(1 / 9, abs=0.03)


def test_an_occasion_comes_first_and_never_on_another_day() -> None:
    prompts = [*PROMPTS, *MONDAYS, *CALLS]
    assert all(choose(salt=str(n), prompts=prompts).prompt.occasion is None for n in range(200))
    found = choose(prompts=prompts, occasions=("before_ridealong", "monday"))
    assert (found.prompt.occasion, found.reason) == ("before_ridealong", Reason.BEFORE_RIDEALONG)
    had = dict.fromkeys((call.id for call in CALLS), TODAY - timedelta(days=30))
    found = choose(prompts=prompts, occasions=("before_ridealong", "monday"), history=PromptHistory(had, had))
    assert (found.prompt.occasion, found.reason) == ("monday", Reason.MONDAY)


@pytest.mark.parametrize(("days", "occasion"), [(7, None), (14, "monday")])
def test_a_lasting_occasion_leaves_room_for_the_others(days: int, occasion: str | None) -> None:
    had = {MONDAYS[0].id: TODAY - timedelta(days=days)}
    prompts = [*PROMPTS, *MONDAYS]
    assert choose(prompts=prompts, occasions=("monday",), history=PromptHistory(had, had)).prompt.occasion == occasion


def test_what_is_new_and_fits_today_goes_before_what_was_had() -> None:
    had = HAD | {MONDAYS[0].id: TODAY - timedelta(days=7)}
    found = choose(prompts=[*PROMPTS, *MONDAYS], occasions=("monday",), history=PromptHistory(had, had))
    assert (found.prompt.occasion, found.reason) == ("monday", Reason.MONDAY)


@pytest.mark.parametrize(
    ("answered", "level"), [(DEEPER_AFTER - 1, {"starter"}), (DEEPER_AFTER, {"starter", "deeper"})]
)
def test_the_deeper_ones_come_after_some_practice(answered: int, level: set[str]) -> None:
    history = PromptHistory(answered={f"old-{number}": day(1) for number in range(answered)})
    levels = {choose(salt=str(n), prompts=[*PROMPTS, *DEEPER], history=history).prompt.level for n in range(50)}
    assert levels == level
    assert choose(prompts=DEEPER, history=history).prompt.level == "deeper"


def reason(theme: str, *, pressure: bool = False, focus: str | None = None) -> Reason:
    """The reason given for a prompt of `theme`."""
    weights = {"challenge": 3.0, "under_pressure": 3.0, "right_things": 1.0, "example": 1.0}
    choices = (choose(salt=str(n), weights=weights, pressure=pressure, focus=focus) for n in range(500))
    return next(choice.reason for choice in choices if choice.prompt.theme == theme)


def test_every_choice_says_why() -> None:
    assert reason("challenge") is Reason.WEAKEST_SCALE
    assert reason("challenge", focus="challenge") is Reason.WEAKEST_BEHAVIOUR
    assert reason("under_pressure") is Reason.WEAKEST_SCALE
    assert reason("under_pressure", pressure=True) is Reason.PRESSURE_WEEK
    assert reason("right_things", pressure=True) is Reason.FRESH
    assert choose().reason is Reason.FRESH
    assert choose(history=PromptHistory(HAD, HAD)).reason is Reason.COMES_ROUND_AGAIN
    assert choose(history=PromptHistory(HAD, HAD), pressure=True).reason is Reason.COMES_ROUND_AGAIN


def test_every_occasion_is_a_reason() -> None:
    assert set(get_args(Occasion)) <= {str(each) for each in Reason}
