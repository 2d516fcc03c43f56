"""A year of fifty leaders, with everything that a year holds, played on the shipped library."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from random import Random

import pytest

from bot.domain.prompts.occasions import DEALS, ORDER, REST, Day, JointCall, Noted, occasions_of
from bot.domain.prompts.selection import PromptChoice, PromptHistory, Reason, Training, choose_prompt
from bot.domain.selfchecks.selfchecks import FOCUS, ITEM_THEMES, THEME_SCALES, theme_weights
from bot.domain.time.fiscal import FiscalCalendar, Quarter, closing_weeks, quarter_of
from bot.domain.time.localtime import week_of
from bot.domain.time.schedule import WORKDAYS, Calendar, Pause
from content.library import load_library
from content.models import Occasion, Prompt

FIRST = date(2027, 1, 1)
LEADERS = range(50)
ONE = timedelta(days=1)
PROMPTS = [prompt for prompt in load_library().prompts.values() if prompt.audience == "leader"]
FISCAL = FiscalCalendar(start_month=1)


@dataclass
class Sent:
    """One prompt as it was sent: on which day and occasions, and what was to be trained."""

    on: date
    choice: PromptChoice
    occasions: tuple[Occasion, ...]
    training: Training
    history: PromptHistory


@dataclass
class Leader:
    """One leader's year: when they work, call, take over, score and answer."""

    number: int
    chance: Random
    calendar: Calendar
    calls: list[JointCall]
    noted: list[Noted]
    checks: list[tuple[date, str]]
    answers: float
    sent: dict[str, date] = field(default_factory=dict)
    answered: dict[str, date] = field(default_factory=dict)

    def day(self, on: date) -> Day:
        """What is known about a date."""
        now = at(on)
        noted = [one for one in self.noted if one.at < now]
        quarter, closes = quarter_at(on)
        joined = [FIRST + self.number * ONE, None, None]
        deal = dict(zip((20, 23), DEALS.values(), strict=True)).get(on.isocalendar().week - self.number % 9)
        return Day(on, now, "UTC", "leader", quarter, closes=closes, calendar=self.calendar,
            calls=self.calls,
                   last_noted=max(noted, key=lambda one: one.at, default=None), joined=joined, deal=deal)  # fmt: skip

    def training(self, on: date) -> Training:
        """What their last self-check says to train, in a pressure week or not."""
        _, closes = quarter_at(on)
        known = [(checked, focus) for checked, focus in self.checks if checked <= on]
        if not known:
            return Training(theme_weights(None), pressure=closes)
        checked, theme = known[-1]
        focus = theme if on < checked + FOCUS else None
        weights = {key: 3.0 if scale == THEME_SCALES[theme] else 1.0 for key, scale in THEME_SCALES.items()}
        return Training(weights | ({focus: 8.0} if focus else {}), focus, closes)


@cache  # the same for all leaders
def quarter_at(on: date) -> tuple[Quarter, bool]:
    """The quarter of a date, and whether its week closes it."""
    quarter = quarter_of(on, FISCAL)
    return quarter, week_of(on) in closing_weeks(quarter)


def at(on: date, hour: int = 8) -> datetime:
    return datetime.combine(on, time(hour), UTC)


def leader(number: int) -> Leader:
    """One of fifty different years, always the same ones."""
    chance = Random(number)
    summer = FIRST + ONE * chance.randint(150, 240)
    pauses = (Pause(summer, summer + ONE * chance.randint(6, 20)), Pause(date(2027, 12, 24), date(2027, 12, 31)))
    working = WORKDAYS - {2} if number % 10 == 0 else WORKDAYS
    calls = [at(FIRST + ONE * chance.randint(0, 364), 10) for _ in range(chance.randint(0, 40))]
    rides = [JointCall(call, call + timedelta(hours=1), planned=True, held=True) for call in calls]
    noted = [Noted(ride.ends_at, chance.random() < 0.2) for ride in rides]
    checks = [
        (FIRST + ONE * (30 * month + number % 28), chance.choice(sorted(set(ITEM_THEMES.values()))))
        for month in range(12)
    ]
    answers = (1.0, 0.9, 0.5)[number % 3]
    return Leader(number, chance, Calendar(working, {date(2027, 1, 1)}, pauses), rides, noted, checks, answers)


def play(one: Leader, days: int = 365) -> Iterator[Sent]:
    """Every prompt of one leader's year, each answered or left open."""
    for number in range(days):
        on = FIRST + number * ONE
        if one.calendar.is_day_off(on):
            continue
        history = PromptHistory(dict(one.sent), dict(one.answered))
        occasions, training = occasions_of(one.day(on)), one.training(on)
        choice = choose_prompt(PROMPTS, history, training, on, salt=f"U{one.number}", occasions=occasions)
        one.sent[choice.prompt.id] = on
        if one.chance.random() < one.answers:
            one.answered[choice.prompt.id] = on
        yield Sent(on, choice, occasions, training, history)


@cache
def years() -> tuple[tuple[Sent, ...], ...]:
    """The years of all fifty, played once."""
    return tuple(tuple(play(leader(number))) for number in LEADERS)


def some() -> Iterator[Sent]:
    """Every prompt of every fifth leader, for checks that take long."""
    return (sent for year in years()[::5] for sent in year)


def fresh(sent: Sent) -> list[Prompt]:
    """Which prompts were new to them and suited the day."""
    had = sent.history.sent
    return [one for one in PROMPTS if one.id not in had and (one.occasion is None or one.occasion in sent.occasions)]


def test_nobody_meets_a_prompt_twice_in_a_year() -> None:
    assert sum(len(year) for year in years()) > 50 * 220
    for year in years():
        again = [prompt_id for prompt_id, count in Counter(sent.choice.prompt.id for sent in year).items() if count > 1]
        assert again == []


def test_the_same_year_is_the_same_again() -> None:
    for number in (3, 30):
        assert [sent.choice for sent in play(leader(number), 120)] == [sent.choice for sent in years()[number]][
            : len(list(play(leader(number), 120)))
        ]


def test_a_prompt_of_an_occasion_comes_when_it_holds_and_says_so() -> None:
    for sent in (sent for year in years() for sent in year):
        occasion = sent.choice.prompt.occasion
        assert occasion is None or occasion in sent.occasions
        assert (occasion is not None) == (sent.choice.reason == occasion)


def test_the_first_occasion_that_has_something_new_and_does_not_rest_is_taken() -> None:
    occasion_of = {prompt.id: prompt.occasion for prompt in PROMPTS}
    for sent in some():
        expected = None
        for occasion in sent.occasions:
            last = max((on for key, on in sent.history.sent.items() if occasion_of[key] == occasion), default=date.min)
            rests = last != date.min and sent.on - last < REST.get(occasion, timedelta(0))
            if not rests and any(one.occasion == occasion for one in fresh(sent)):
                expected = occasion
                break
        assert sent.choice.prompt.occasion == expected


def test_every_occasion_that_we_can_know_comes_up() -> None:
    met = {sent.choice.prompt.occasion for year in years() for sent in year}
    assert met == {*ORDER, None}


@pytest.mark.parametrize("month", range(6))
def test_a_self_check_shows_for_two_weeks(month: int) -> None:
    """About half of the any-day prompts train the weakest behaviour, while its theme has something new."""
    shown, of = 0, 0
    for year, number in zip(years(), LEADERS, strict=True):
        checked, theme = leader(number).checks[month]
        weeks = (sent for sent in year if checked <= sent.on < checked + FOCUS and sent.choice.prompt.occasion is None)
        for sent in weeks:
            if any((one.theme, one.occasion, one.level) == (theme, None, "starter") for one in fresh(sent)):
                of += 1
                shown += sent.choice.prompt.theme == theme
    assert of > 150
    assert 0.35 < shown / of < 0.65


def test_pressure_weeks_bring_their_theme() -> None:
    of = {True: Counter[str](), False: Counter[str]()}
    for sent in (sent for year in years() for sent in year):
        if sent.on < date(2027, 7, 1) and sent.choice.prompt.occasion is None:
            of[sent.training.pressure][sent.choice.prompt.theme] += 1
    share = {hard: count["under_pressure"] / count.total() for hard, count in of.items()}
    assert share[True] > 1.5 * share[False]


def test_reasons_are_true() -> None:
    for sent in (sent for year in years() for sent in year):
        prompt, reason, training = sent.choice.prompt, sent.choice.reason, sent.training
        truths = {
            Reason.FRESH: prompt.id not in sent.history.sent,
            Reason.PRESSURE_WEEK: training.pressure and prompt.theme == "under_pressure",
            Reason.WEAKEST_BEHAVIOUR: prompt.theme == training.focus,
            Reason.WEAKEST_SCALE: training.weights[prompt.theme] > 1,
        }
        assert truths.get(reason, reason == prompt.occasion), reason


def test_a_second_year_takes_up_what_was_left_open_and_then_goes_round_in_another_order() -> None:
    one = leader(2)  # this leader answers half of the prompts
    first = {sent.choice.prompt.id: sent.on for sent in play(one)}
    one.calendar = Calendar()
    second = list(play(one, 3 * 365))[len(first) :]
    reasons = Counter(sent.choice.reason for sent in second)
    assert reasons[Reason.LEFT_OPEN] > 20
    assert all(sent.on - sent.history.sent[sent.choice.prompt.id] >= timedelta(days=28) for sent in second
               if sent.choice.reason is Reason.LEFT_OPEN)  # fmt: skip
