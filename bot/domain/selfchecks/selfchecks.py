"""The self-check: fifteen answers about one week become three separate scores, 0 to 100, never a single one."""

from collections.abc import Iterable, Mapping
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime, timedelta

from bot.domain.time.localtime import WEEK
from bot.domain.time.schedule import week_of
from content.models import SCALES, FormerItem, Item, Scale

MOST = 3  # "with all"
NOT_UP = -1  # "it did not come up": the item is left out
WEAKEST_FIRST: tuple[Scale, ...] = ("lead", "rescue", "manage")
# Which scale a theme of prompts trains most; rescue is trained by what to do instead of rescuing.
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
# The theme that trains the behaviour of each item; for two weeks after a self-check, the weakest item's theme is in
# focus.
ITEM_THEMES: Mapping[str, str] = {
    "lead-06": "daily_development",
    "lead-07": "people_before_market",
    "lead-08": "under_pressure",
    "lead-09": "upside_and_downside",
    "lead-10": "example",
    "manage-06": "managing_well",
    "manage-07": "managing_well",
    "manage-08": "managing_well",
    "manage-09": "right_things",
    "manage-10": "managing_well",
    "rescue-06": "joint_calls",
    "rescue-07": "under_pressure",
    "rescue-08": "joint_calls",
    "rescue-09": "joint_calls",
    "rescue-10": "challenge",
}
FOCUS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class SelfCheck:
    """One finished self-check about the week of Monday `week`; `id` came with the form, `on` is when it was answered.

    `answers` maps item ids to 0 (with none) … 3 (with all), or NOT_UP. `team` are the salespeople that the form named,
    empty if it could name nobody. One in the former format has no week: it was about the seven days before `on`,
    answered from 0 (never) to 4 (every time).
    """

    id: str
    user_id: str
    on: date
    at: datetime
    answers: Mapping[str, int]
    _: KW_ONLY
    week: date | None = None
    team: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """Three independent scores, 0 to 100, None if nothing on a scale came up. High `rescue` means unasked take-overs;
    the other two can both be high.
    """

    lead: int | None
    manage: int | None
    rescue: int | None


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """By how many points each score moved between two self-checks, -100 to 100; None if either has no score."""

    lead: int | None
    manage: int | None
    rescue: int | None


@dataclass(frozen=True, slots=True)
class SelfCheckFacts:
    """One self-check as its author sees it.

    `before` is the date of the one that `change` is measured from; both are None for the first. `weakest` is the item
    with the most to gain, None if no item has any, and for a former self-check. `course` has the scores of each day up
    to this one, oldest first. `former` is the date of the last one in the former format before it, None once there is a
    newer one to compare with.
    """

    check: SelfCheck
    scores: Scores
    before: date | None
    change: ScoreChange | None
    weakest: Item | None
    _: KW_ONLY
    course: tuple[tuple[date, Scores], ...] = ()
    former: date | None = None


@dataclass(frozen=True, slots=True)
class SelfCheckForm:
    """The form of a self-check: the id to save it under, the Monday of its week, the salespeople that it names, and the
    last result.
    """

    id: str
    week: date
    team: tuple[str, ...] = ()
    last: SelfCheckFacts | None = None


def week_asked(today: date) -> date:
    """The Monday of the week that a self-check made `today` is about: the last week that has ended.

    In a running week, those who answer later see more of it, so the two views could differ by what came in between.
    """
    return week_of(today) - WEEK


def scores(answers: Mapping[str, int], items: Iterable[Item]) -> Scores:
    """Three scores, 0 to 100: the mean of the items of a scale that came up; a half is rounded up.

    Raises ValueError, listing the ids, if an answer is missing or out of range.
    """
    listed = _checked(answers, items)
    by_scale = {scale: [answers[item.id] for item in listed if item.scale == scale] for scale in SCALES}
    return Scores(**{scale: mean_score(values) for scale, values in by_scale.items()})


def mean_score(values: Iterable[int]) -> int | None:
    """The mean of answers from 0 to 3 as 0 to 100, without those that did not come up; None if none did."""
    up = [value for value in values if value != NOT_UP]
    return hundredths(sum(up), MOST * len(up)) if up else None


def hundredths(part: int, whole: int) -> int:
    """A part in hundredths of the whole, a half rounded up; the same on every machine."""
    return (200 * part + whole) // (2 * whole)


def _checked(answers: Mapping[str, int], items: Iterable[Item]) -> list[Item]:
    """The items, if all of them have an answer. Otherwise raises ValueError, listing the ids without one."""
    listed = list(items)
    missing = [item.id for item in listed if answers.get(item.id) not in range(NOT_UP, MOST + 1)]
    if missing:
        raise ValueError(f"no answer from 0 to {MOST}, and not {NOT_UP}, for: {', '.join(missing)}")
    return listed


def weakest_item(answers: Mapping[str, int], items: Iterable[Item]) -> Item | None:
    """The item with the most to gain: far from "with all" on lead and manage, far from "with none" on rescue; None if
    no item has anything to gain.

    On a tie, lead comes before rescue and rescue before manage (the product's aim is leading, S4 sets undermining
    next), then the earlier in `items`. Raises ValueError as `scores` does.
    """
    open_items = [item for item in _checked(answers, items) if _to_gain(item, answers)]
    order = [(-_to_gain(item, answers), WEAKEST_FIRST.index(item.scale)) for item in open_items]
    return min(zip(order, open_items, strict=True), key=lambda pair: pair[0])[1] if open_items else None


def _to_gain(item: Item, answers: Mapping[str, int]) -> int:
    """How far the answer is from the best one, 0 to 3; 0 if it did not come up."""
    answer = answers[item.id]
    if answer == NOT_UP:
        return 0
    return answer if item.scale == "rescue" else MOST - answer


def path(checks: Iterable[SelfCheck], items: Iterable[Item]) -> list[tuple[date, Scores]]:
    """The scores over time, oldest first, one per local date (the last of that day).

    A self-check that does not answer every item is left out, and so are all in the former format: different questions
    cannot be compared.
    """
    listed = list(items)
    answered = [check for check in checks if is_complete(check.answers, listed)]
    by_date = {check.on: scores(check.answers, listed) for check in sorted(answered, key=lambda check: check.at)}
    return sorted(by_date.items(), key=lambda point: point[0])


def change(before: Scores, after: Scores) -> ScoreChange:
    """What moved from `before` to `after`. For rescue, down is better."""
    return ScoreChange(**{scale: _moved(getattr(before, scale), getattr(after, scale)) for scale in SCALES})


def _moved(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def result_of(check: SelfCheck, checks: Iterable[SelfCheck], items: Iterable[Item]) -> SelfCheckFacts:
    """The result of one self-check; the change is measured from the last one on an earlier local date in `checks`.

    Raises ValueError as `scores` does.
    """
    listed, kept_checks = list(items), list(checks)
    scored, weakest = scores(check.answers, listed), weakest_item(check.answers, listed)
    earlier = [point for point in path(kept_checks, listed) if point[0] < check.on]
    before, moved = (earlier[-1][0], change(earlier[-1][1], scored)) if earlier else (None, None)
    former = max((kept.on for kept in kept_checks if kept.week is None and kept.on <= check.on), default=None)
    course = (*earlier, (check.on, scored))
    return SelfCheckFacts(check, scored, before, moved, weakest, course=course, former=None if earlier else former)


def is_complete(answers: Mapping[str, int], items: Iterable[Item | FormerItem]) -> bool:
    """Whether a self-check answers every one of these items; only then does it have scores."""
    return all(item.id in answers for item in items)


def weakest_scale(scored: Scores) -> Scale | None:
    """The scale with the most to gain, counting rescue down from 100; on a tie lead, then rescue, then manage. None if
    nothing came up, or nothing is left to gain.
    """
    rescue = None if scored.rescue is None else 100 - scored.rescue
    reached = {"lead": scored.lead, "rescue": rescue, "manage": scored.manage}
    below: list[Scale] = [scale for scale in WEAKEST_FIRST if (points := reached[scale]) is not None and points < 100]
    return min(below, key=lambda scale: reached[scale] or 0, default=None)


def focus_on(check: SelfCheck, items: Iterable[Item], on: date) -> str | None:
    """The theme that trains the weakest behaviour of a self-check; None after two weeks, or if nothing is weak.

    Raises ValueError as `scores` does.
    """
    if not check.on <= on < check.on + FOCUS:
        return None
    weakest = weakest_item(check.answers, items)
    return ITEM_THEMES.get(weakest.id) if weakest else None


def theme_weights(scored: Scores | None, focus: str | None = None) -> Mapping[str, float]:
    """A weight for each theme: 3 if it trains the weakest scale, 8 for `focus`, else 1.

    All 1 without scores, or if nothing is left to gain. 8 is about every other prompt: enough to practise one thing,
    with room for the rest.
    """
    weakest = weakest_scale(scored) if scored is not None else None
    weights = {theme: 3.0 if scale == weakest else 1.0 for theme, scale in THEME_SCALES.items()}
    return weights | ({focus: 8.0} if focus else {})
