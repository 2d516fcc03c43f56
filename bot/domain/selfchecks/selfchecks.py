"""The self-check: fifteen answers become three scores of their own, 0 to 100, never one needle."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from content.models import Item, Scale

MOST = 4  # "every time"
WEAKEST_FIRST: tuple[Scale, ...] = ("lead", "rescue", "manage")
# Which scale a theme of prompts trains most; rescue is trained by what one does instead of rescuing.
THEME_SCALES: Mapping[str, Scale] = {
    "people_before_market": "lead",
    "daily_development": "lead",
    "challenge": "lead",
    "example": "lead",
    "joint_calls": "rescue",
    "under_pressure": "rescue",
    "upside_and_downside": "manage",
    "right_things": "manage",
    "managing_well": "manage",
}
# The theme that trains the behaviour of one item: for two weeks after a self-check, that of the weakest one.
ITEM_THEMES: Mapping[str, str] = {
    "lead-01": "joint_calls",
    "lead-02": "daily_development",
    "lead-03": "challenge",
    "lead-04": "people_before_market",
    "lead-05": "upside_and_downside",
    "manage-01": "managing_well",
    "manage-02": "managing_well",
    "manage-03": "people_before_market",
    "manage-04": "managing_well",
    "manage-05": "managing_well",
    "rescue-01": "joint_calls",
    "rescue-02": "joint_calls",
    "rescue-03": "daily_development",
    "rescue-04": "under_pressure",
    "rescue-05": "joint_calls",
}
FOCUS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One finished self-check; `answers` maps item ids to 0 (never) … 4 (every time). `id` came with the modal."""

    id: str
    user_id: str
    on: date
    at: datetime
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scores:
    """Three independent scores, 0 to 100. High `rescue` means unasked take-overs; the other two can both be high."""

    lead: int
    manage: int
    rescue: int


BEST = Scores(lead=100, manage=100, rescue=0)


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """By how many points each score moved between two self-checks, -100 to 100."""

    lead: int
    manage: int
    rescue: int


@dataclass(frozen=True, slots=True)
class SelfCheckFacts:
    """One self-check as its author sees it.

    `before` is the date of the one that `change` is counted from, both None at the first. `weakest` is the item that
    leaves most to gain, None where no item leaves anything.
    """

    check: SelfCheck
    scores: Scores
    before: date | None
    change: ScoreChange | None
    weakest: Item | None


def _turned(item: Item, answers: Mapping[str, int]) -> int:
    """The answer as it counts on the item's scale, 0 to 4."""
    return MOST - answers[item.id] if item.reverse else answers[item.id]


def _checked(answers: Mapping[str, int], items: Iterable[Item]) -> list[Item]:
    """The items, once all of them have an answer from 0 to 4. Raises ValueError that lists the ids of the others."""
    listed = list(items)
    missing = [item.id for item in listed if answers.get(item.id) not in range(MOST + 1)]
    if missing:
        raise ValueError(f"no answer from 0 to {MOST} for: {', '.join(missing)}")
    return listed


def scores(answers: Mapping[str, int], items: Iterable[Item]) -> Scores:
    """Three scores, 0 to 100: the mean of a scale's answers, reverse items turned round first; 50 is half-way.

    A scale without items scores 0. Raises ValueError, listing the ids, where an answer is missing or out of range.
    """
    listed = _checked(answers, items)

    def score(scale: Scale) -> int:
        counted = [_turned(item, answers) for item in listed if item.scale == scale]
        most = MOST * len(counted)
        return (200 * sum(counted) + most) // (2 * most) if most else 0  # rounds half up, the same on every machine

    return Scores(score("lead"), score("manage"), score("rescue"))


def weakest_item(answers: Mapping[str, int], items: Iterable[Item]) -> Item:
    """The item that leaves most to gain: far from "every time" on lead and manage, far from "never" on rescue.

    Where several leave as much, lead comes before rescue and rescue before manage (the product's aim is leading, S4
    sets undermining next), then the earlier in `items`. Raises ValueError as `scores` does, and where `items` is empty.
    """

    return min(_checked(answers, items), key=lambda item: (-_to_gain(item, answers), WEAKEST_FIRST.index(item.scale)))


def _to_gain(item: Item, answers: Mapping[str, int]) -> int:
    """How far the answer is from the best one, 0 to 4."""
    turned = _turned(item, answers)
    return turned if item.scale == "rescue" else MOST - turned


def path(checks: Iterable[SelfCheck], items: Iterable[Item]) -> list[tuple[date, Scores]]:
    """The scores over time, oldest first, one a local date (the last of that day).

    A self-check that does not answer every item is left out: its scores could not be compared with the others.
    """
    listed = list(items)
    answered = [check for check in checks if is_complete(check, listed)]
    by_date = {check.on: scores(check.answers, listed) for check in sorted(answered, key=lambda check: check.at)}
    return sorted(by_date.items(), key=lambda point: point[0])


def change(before: Scores, after: Scores) -> ScoreChange:
    """What moved from `before` to `after`. For rescue, down is better."""
    return ScoreChange(after.lead - before.lead, after.manage - before.manage, after.rescue - before.rescue)


def result_of(check: SelfCheck, checks: Iterable[SelfCheck], items: Iterable[Item]) -> SelfCheckFacts:
    """What one self-check says; the change is counted from the last of an earlier local date in `checks`.

    Raises ValueError as `scores` does.
    """
    listed = list(items)
    scored, weakest = scores(check.answers, listed), weakest_item(check.answers, listed)
    earlier = [point for point in path(checks, listed) if point[0] < check.on]
    before, moved = (earlier[-1][0], change(earlier[-1][1], scored)) if earlier else (None, None)
    return SelfCheckFacts(check, scored, before, moved, weakest if _to_gain(weakest, check.answers) else None)


def is_complete(check: SelfCheck, items: Iterable[Item]) -> bool:
    """Whether it answers every item that there is today; only then it has scores."""
    return all(item.id in check.answers for item in items)


def weakest_scale(scored: Scores) -> Scale:
    """The scale with most to gain, rescue counted from above; at a tie lead, then rescue, then manage."""
    reached = {"lead": scored.lead, "rescue": 100 - scored.rescue, "manage": scored.manage}
    return min(WEAKEST_FIRST, key=lambda scale: reached[scale])


def focus_on(check: SelfCheck, items: Iterable[Item], on: date) -> str | None:
    """The theme that trains the weakest behaviour of a self-check; None after two weeks, and where nothing is weak.

    Raises ValueError as `scores` does.
    """
    if not check.on <= on < check.on + FOCUS:
        return None
    weakest = weakest_item(check.answers, items)
    return ITEM_THEMES.get(weakest.id) if _to_gain(weakest, check.answers) else None


def theme_weights(scored: Scores | None, focus: str | None = None) -> Mapping[str, float]:
    """A weight for each theme: 3 where it trains the weakest scale, 8 for `focus`, else 1.

    All 1 without scores, and where nothing is left to gain. 8 is about every other prompt: enough to practise one
    thing, with room for the rest.
    """
    weakest = weakest_scale(scored) if scored is not None and scored != BEST else None
    weights = {theme: 3.0 if scale == weakest else 1.0 for theme, scale in THEME_SCALES.items()}
    return weights | ({focus: 8.0} if focus else {})
