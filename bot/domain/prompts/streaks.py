"""Streaks: kind, and derived from dated answers each time; never a stored counter (product rule 6).

A streak is the longest run of practice up to today that its freezes hold together. A run starts with two freezes; each
automatically bridges one missed working day; with fewer than two left, every ten practice days earn one. Since a run
may start at any practice day, a break costs the oldest days and never the latest. One more practice day can never
shorten a streak, and neither can a pause over missed days.
"""

from bisect import bisect
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial

from bot.domain.time.localtime import DAY, WEEK
from bot.domain.time.schedule import SUNDAY, Before, Calendar, days_up_to

Neutral = Callable[[int, int], Sequence[range]]  # days that are not gaps, between two ordinals
WHOLE_WEEK = frozenset(range(7))
FREEZE = 10  # practice days that earn one
LEFT_OUT, DONE, OFF = range(3)  # what a day was, as a byte
FULL = 2 * FREEZE  # what a run starts with and can hold at most: two freezes, counted in practice days


class DayMark(StrEnum):
    """What a day was for somebody's practice. OPEN covers both missed days and days to come: both are blank, since a
    gap is no fault.
    """

    DONE = "done"
    FROZEN = "frozen"
    OFF = "off"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Streak:
    """A streak as of today, in practice days (or in weeks with a check-in).

    `best` is the longest streak ever, `freezes` how many are left (0 to 2), `frozen` the missed dates (or Mondays) that
    freezes bridged in this streak, `open_today` whether today (this week) still waits for an answer.
    """

    length: int
    best: int
    freezes: int
    frozen: tuple[date, ...] = ()
    open_today: bool = False

    @property
    def alive(self) -> bool:
        """Whether there is a streak at all."""
        return self.length > 0


@dataclass(frozen=True, slots=True)
class StreakFacts:
    """What one person sees of their own streaks; `weekly` is None for somebody without a check-in.

    `half_year` has the days of whole weeks up to this one, oldest first, each with its mark.
    """

    daily: Streak
    weekly: Streak | None = None
    half_year: tuple[tuple[date, DayMark], ...] = ()


def daily_streak(practised: Collection[date], calendar: Calendar, today: date) -> Streak:
    """The streak of practice days up to `today`, all dates local to the person.

    Days off are neutral, and a practice on one counts. A `today` without an answer is open and breaks nothing. Callers
    date an answer given before the next slot with its prompt's day; dates after `today` are left out.
    """
    return _streak(practised, today, DAY.days, calendar.is_day_off, partial(_off_each_week, calendar))


def marked(days: Sequence[date], practised: Collection[date], calendar: Calendar, streak: Streak) -> Iterator[DayMark]:
    """The mark of each of `days`, from the dates with an answer, the days off, and the current streak's freezes."""
    done = set(days).intersection(practised)
    for on in days:
        if on in done:
            yield DayMark.DONE
        elif on in streak.frozen:
            yield DayMark.FROZEN
        else:
            yield DayMark.OFF if calendar.is_day_off(on) else DayMark.OPEN


def weekly_streak(weeks: Collection[date], calendar: Calendar, this_week: date, checkin_day: int = SUNDAY) -> Streak:
    """The streak of weeks with a check-in up to `this_week`, each week named by its Monday.

    A week without a working day up to its check-in's weekday `checkin_day` had no opportunity and is neutral. So is one
    whose check-in was turned off by then; a past week is judged by the weekday of that time. Freezes work as for days:
    two at the start, and ten check-ins earn one back.
    """

    def without_opportunity(week: date) -> bool:
        then = calendar.of(week)
        asked = then.checkin_day if isinstance(then, Before) else None
        days = days_up_to(checkin_day if asked is None else asked, calendar, week)
        return not days or not calendar.of(days[-1]).asked

    return _streak(weeks, this_week, WEEK.days, without_opportunity, lambda _first, _now: ())


def _off_each_week(calendar: Calendar, first: int, now: int) -> Sequence[range]:
    """The days from `first` up to `now` that are off every week, as ordinals, since that last changed: nearly all days
    off, found without checking each one.
    """
    since = max([first, *(before.until.toordinal() + 1 for before in calendar.before)])
    off = WHOLE_WEEK - calendar.working_days
    return [range(since + (weekday - date.fromordinal(since).weekday()) % 7, now, 7) for weekday in off]


def _counted(
    done: Sequence[int], now: int, step: int, is_neutral: Callable[[date], bool], surely_neutral: Neutral
) -> tuple[int, dict[int, list[date]]]:
    """How many practice days there were, and the missed dates by the number of practice days before them.

    The days of `done` are ordinals, in order and at least one. Each day is a byte here, since sets of five years of
    dates take a third longer.
    """
    first = done[0]
    days = bytearray([OFF]) * (now - first + 1)
    days[::step] = bytes([LEFT_OUT]) * len(days[::step])
    for off in surely_neutral(first, now):
        days[off.start - first : off.stop - first : off.step] = bytes([OFF]) * len(off)
    for ordinal in done:
        days[ordinal - first] = DONE
    gaps: dict[int, list[date]] = {}
    place = passed = counted = 0
    while (place := days.find(LEFT_OUT, place, -1)) >= 0:  # the last one is still open
        on = date.fromordinal(first + place)
        if not is_neutral(on):
            passed, counted = passed + days.count(DONE, counted, place), place
            gaps.setdefault(passed, []).append(on)
        place += 1
    return days.count(DONE), gaps


class _Runs:
    """The runs that may still become the longest: `runs` maps the freezes a run has left, in practice days, to the
    practice days before it. Of two runs with the same left, the earlier stays longer for ever, so there are never more
    than FULL + 1 of them, and mostly one.
    """

    def __init__(self) -> None:
        self.runs: dict[int, int] = {}
        self.total = self.best = 0

    def practise_until(self, total: int) -> None:
        """Practises until there are `total` practice days in all."""
        while self.total < total:
            if self.runs.keys() == {FULL}:  # nothing to earn, and no later run is longer
                self.total = total
            else:
                grown = {FULL: self.total}
                # The latest run comes first, since an earlier one never has more left: of two with the same, the
                # earlier stays.
                grown.update((min(FULL, have + 1), before) for have, before in self.runs.items())
                self.runs = grown
                self.total += 1
            self.best = max(self.best, self.total - min(self.runs.values()))

    def miss(self) -> None:
        """Notes one missed day."""
        self.runs = {have - FREEZE: before for have, before in self.runs.items() if have >= FREEZE}


def _streak(
    practised: Collection[date], now: date, step: int, is_neutral: Callable[[date], bool], surely_neutral: Neutral
) -> Streak:
    """The streak up to `now` of practice that can come every `step` days."""
    today, ordinals = now.toordinal(), sorted(map(date.toordinal, practised))
    done = ordinals[: bisect(ordinals, today)]
    total, gaps = _counted(done, today, step, is_neutral, surely_neutral) if done else (0, {})
    walk = _Runs()
    for passed, missed in gaps.items():
        walk.practise_until(passed)
        for _ in missed:
            walk.miss()
    walk.practise_until(total)
    have, before = min(walk.runs.items(), default=(FULL, total))
    frozen = tuple(on for passed, missed in gaps.items() if passed > before for on in missed)
    is_open = not is_neutral(now) and (not done or done[-1] != today)
    return Streak(total - before, walk.best, have // FREEZE, frozen, is_open)
