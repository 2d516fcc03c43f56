"""Which prompt to send today: the day's occasions first, no repeats while there is something new, weighted to what
trains most.

The same arguments give the same prompt on every machine, in any order: what looks random is a hash.
"""

from bisect import bisect
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import accumulate
from math import log

from bot.domain.prompts.occasions import REST
from content.models import Occasion, Prompt

YEAR = timedelta(days=365)
LEFT_OPEN_FOR = timedelta(days=28)  # when an unanswered prompt may come again
MONTH = timedelta(days=31)  # for how long a prompt posted in a channel is sent to nobody directly
DEEPER_AFTER = 20  # answered prompts before the deeper ones come
UNDER_PRESSURE = "under_pressure"
PRESSURE_FACTOR = 3.0


class Reason(StrEnum):
    """The answer to "Why this one?"; each occasion is a reason too."""

    WEAKEST_BEHAVIOUR = "weakest_behaviour"
    WEAKEST_SCALE = "weakest_scale"
    PRESSURE_WEEK = "pressure_week"
    FRESH = "fresh"
    LEFT_OPEN = "left_open"
    COMES_ROUND_AGAIN = "comes_round_again"
    NOTHING_ELSE = "nothing_else"
    PROGRAMME = "programme"
    GIVEN_DAY = "given_day"
    FROM_MANAGER = "from_manager"
    FROM_ORGANISATION = "from_organisation"
    MONDAY = "monday"
    FRIDAY = "friday"
    BEFORE_RIDEALONG = "before_ridealong"
    AFTER_RIDEALONG = "after_ridealong"
    AFTER_TAKEOVER = "after_takeover"
    QUARTER_END = "quarter_end"
    QUARTER_START = "quarter_start"
    NEW_MEMBER = "new_member"
    BEFORE_VACATION = "before_vacation"
    AFTER_VACATION = "after_vacation"
    LOST_DEAL = "lost_deal"
    WON_DEAL = "won_deal"


@dataclass(frozen=True, slots=True)
class PromptChoice:
    """The prompt of a day and why it was chosen."""

    prompt: Prompt
    reason: Reason


@dataclass(frozen=True, slots=True)
class PromptHistory:
    """What one recipient had, by prompt id.

    `sent` and `answered` give the last local date of each; for a channel, whatever was sent counts as answered.
    `declined` holds those that were not for them, `met` those that were posted in a channel within the last month.
    """

    sent: Mapping[str, date] = field(default_factory=dict)
    answered: Mapping[str, date] = field(default_factory=dict)
    declined: Collection[str] = ()
    met: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Training:
    """What somebody should train most: how often each theme should come (1 if absent), the theme of the weakest
    behaviour (`focus`), and how popular each prompt is (1 if absent).
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    focus: str | None = None
    pressure: bool = False
    appeal: Mapping[str, float] = field(default_factory=dict)


def choose_prompt(
    prompts: Sequence[Prompt],
    history: PromptHistory,
    training: Training,
    on: date,
    *,
    salt: str,
    occasions: Sequence[Occasion] = (),
) -> PromptChoice:
    """The prompt for the local date `on`, given the day's `occasions`, the most pressing first.

    `salt` tells one recipient from another. First come prompts that were not sent for a year: one for an occasion of
    today, unless the same occasion had one very recently, else one for any day. After those, one that was left
    unanswered LEFT_OPEN_FOR ago or earlier, and then those sent longest ago. Among the candidates, a theme is drawn by
    its weight, and then one of its prompts. Raises ValueError if `prompts` is empty.
    """
    draw = _Draw(training, f"{salt}|{on.isoformat()}")
    pool = _for_them(prompts, history)
    if all(prompt.id in history.declined for prompt in pool):
        return PromptChoice(draw.one_of(_longest_ago(pool, history)), Reason.NOTHING_ELSE)
    fitting = [prompt for prompt in pool if prompt.occasion is None or prompt.occasion in occasions] or pool
    sent, year_ago = history.sent, on - YEAR
    fresh = [prompt for prompt in fitting if prompt.id not in sent or sent[prompt.id] <= year_ago]
    for occasion in occasions:
        made_for_it = [prompt for prompt in fresh if prompt.occasion == occasion]
        if made_for_it and not _rests(occasion, prompts, history, on):
            return PromptChoice(draw.one_of(_ready(made_for_it, history)), Reason(occasion))
    if any_day := [prompt for prompt in fresh if prompt.occasion is None]:
        prompt = draw.one_of(_ready(any_day, history))
        return PromptChoice(prompt, _reason(prompt, training))
    if fresh:
        prompt = draw.one_of(fresh)
        made_for = prompt.occasion
        return PromptChoice(prompt, Reason(made_for) if made_for and made_for in occasions else Reason.FRESH)
    if left_open := [prompt for prompt in fitting if _was_left_open(prompt, history, on)]:
        return PromptChoice(draw.one_of(left_open), Reason.LEFT_OPEN)
    return PromptChoice(draw.one_of(_longest_ago(fitting, history)), Reason.COMES_ROUND_AGAIN)


def _for_them(prompts: Sequence[Prompt], history: PromptHistory) -> list[Prompt]:
    """The prompts that may be sent: none declined and none met in a channel, unless there are no others."""
    if not prompts:
        raise ValueError("there is no prompt to choose from")
    wanted = [prompt for prompt in prompts if prompt.id not in history.declined] or list(prompts)
    return [prompt for prompt in wanted if prompt.id not in history.met] or wanted


def _ready(prompts: Sequence[Prompt], history: PromptHistory) -> Sequence[Prompt]:
    """Those that fit somebody's experience: the deeper ones come once they have answered DEEPER_AFTER prompts."""
    if len(history.answered) >= DEEPER_AFTER:
        return prompts
    return [prompt for prompt in prompts if prompt.level == "starter"] or prompts


def _rests(occasion: Occasion, prompts: Iterable[Prompt], history: PromptHistory, on: date) -> bool:
    """Whether a prompt for the same occasion was sent so recently that others go first."""
    sent = (history.sent[prompt.id] for prompt in prompts if prompt.occasion == occasion and prompt.id in history.sent)
    last = max(sent, default=None)
    return last is not None and on - last < REST.get(occasion, timedelta(0))


def _was_left_open(prompt: Prompt, history: PromptHistory, on: date) -> bool:
    sent, answered = history.sent[prompt.id], history.answered.get(prompt.id)
    return sent <= on - LEFT_OPEN_FOR and (answered is None or answered < sent)


def _longest_ago(prompts: Sequence[Prompt], history: PromptHistory) -> Sequence[Prompt]:
    """The half of them that were sent longest ago, so that theme weights still count and the order varies."""
    order = sorted(prompts, key=lambda prompt: (history.sent.get(prompt.id, date.min), prompt.id))
    return order[: (len(order) + 1) // 2]


def _reason(prompt: Prompt, training: Training) -> Reason:
    if training.pressure and prompt.theme == UNDER_PRESSURE:
        return Reason.PRESSURE_WEEK
    if prompt.theme == training.focus:
        return Reason.WEAKEST_BEHAVIOUR
    if training.weights.get(prompt.theme, 1.0) > min(training.weights.values(), default=1.0):
        return Reason.WEAKEST_SCALE
    return Reason.FRESH


class _Draw:
    """A draw that looks random but depends only on a seed."""

    def __init__(self, training: Training, seed: str) -> None:
        self._training = training
        self._seed = seed

    def one_of(self, prompts: Sequence[Prompt]) -> Prompt:
        """A theme by its weight, then one of its prompts by its popularity."""
        theme = self._theme(sorted({prompt.theme for prompt in prompts}))
        return max((prompt for prompt in prompts if prompt.theme == theme), key=self._luck)

    def _luck(self, prompt: Prompt) -> tuple[float, str]:
        """A sort key: picking the highest gives each prompt its share (A-Res by Efraimidis and Spirakis, 2006)."""
        appeal = max(self._training.appeal.get(prompt.id, 1.0), 0.01)
        return log((_hash(f"{self._seed}|{prompt.id}") + 1) / 2**256) / appeal, prompt.id

    def _theme(self, themes: Sequence[str]) -> str:
        """One of the themes, over many seeds in proportion to their weights; all equally if every weight is 0."""
        weights = {theme: self._weight(theme) for theme in themes}
        shares = weights if any(weights.values()) else dict.fromkeys(weights, 1.0)
        bounds = list(accumulate(shares.values()))
        point = _hash(self._seed) / 2**256 * bounds[-1]
        return list(shares)[min(bisect(bounds, point), len(bounds) - 1)]

    def _weight(self, theme: str) -> float:
        weight = max(self._training.weights.get(theme, 1.0), 0.0)
        return weight * PRESSURE_FACTOR if self._training.pressure and theme == UNDER_PRESSURE else weight


def _hash(text: str) -> int:
    """A number from 0 to 2**256 that is the same in every process, unlike `hash`."""
    return int.from_bytes(sha256(text.encode()).digest())
