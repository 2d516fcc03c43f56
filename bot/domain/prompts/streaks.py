"""Streaks: kind, and derived from dated answers each time; never a stored counter (product rule 6).

A streak is the longest run of practice up to today that its freezes hold together. Two freezes are in hand where a run
starts; one bridges one missed working day, by itself; with fewer than two in hand, every ten practice days earn one.
Since a run may start at any practice day, a break costs the oldest days first and never the latest ones, one more
practice day can never shorten a streak, and neither can a pause over missed days.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.time.localtime import DAY, WEEK
from bot.domain.time.schedule import SUNDAY, Before, Calendar, days_up_to

FREEZE = 10  # practice days that earn one
FULL = 2 * FREEZE  # what a run starts with, and the most it ever holds: two freezes, counted in practice days


class DayMark(StrEnum):
    """What a day was to somebody's practice. OPEN is what was left out as well as what is still to come: both are
    blank, since a gap is no fault.
    """

    DONE = "done"
    FROZEN = "frozen"
    OFF = "off"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Streak:
    """A streak as of today, in practice days (or in weeks with a check-in).

    `best` is the longest there ever was, `freezes` how many are in hand (0 to 2), `frozen` the missed dates (or
    Mondays) that freezes bridged in this streak, `open_today` whether today (this week) still waits for its answer.
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
    """What one person sees of their own streaks; `weekly` is None for somebody who is asked no check-in.

    `half_year` has the days of whole weeks up to this one, the oldest first, with what each was.
    """

    daily: Streak
    weekly: Streak | None = None
    half_year: tuple[tuple[date, DayMark], ...] = ()


def daily_streak(practised: Collection[date], calendar: Calendar, today: date) -> Streak:
    """The streak of practice days up to `today`, all dates local to the person.

    Days off are neutral, and a practice on one counts. A `today` without an answer is open and breaks nothing. An
    answer given before the next slot is to be dated with its own day; dates after `today` are left out.
    """
    done = frozenset(on for on in practised if on <= today)
    days = _every(DAY.days, min(done, default=today), today)
    return _streak(
        done, (on for on in days if on in done or not calendar.is_day_off(on)), today, calendar.is_day_off(today)
    )


def marked(days: Iterable[date], practised: Collection[date], calendar: Calendar, streak: Streak) -> Iterator[DayMark]:
    """What each of `days` was, by the dates with an answer, the days off, and the freezes of the streak that stands."""
    for on in days:
        if on in practised:
            yield DayMark.DONE
        elif on in streak.frozen:
            yield DayMark.FROZEN
        else:
            yield DayMark.OFF if calendar.is_day_off(on) else DayMark.OPEN


def weekly_streak(weeks: Collection[date], calendar: Calendar, this_week: date, checkin_day: int = SUNDAY) -> Streak:
    """The streak of weeks with a check-in up to `this_week`, each week named by its Monday.

    A week without a working day up to its check-in's weekday `checkin_day` had no opportunity and is neutral, and so is
    one whose check-in was turned off by then; a past week is judged by the weekday of its time. Freezes are as for
    days: two in hand, ten check-ins earn one back.
    """

    def without_opportunity(week: date) -> bool:
        then = calendar.of(week)
        asked = then.checkin_day if isinstance(then, Before) else None
        days = days_up_to(checkin_day if asked is None else asked, calendar, week)
        return not days or not calendar.of(days[-1]).asked

    done = frozenset(week for week in weeks if week <= this_week)
    all_weeks = _every(WEEK.days, min(done, default=this_week), this_week)
    counted = (week for week in all_weeks if week in done or not without_opportunity(week))
    return _streak(done, counted, this_week, without_opportunity(this_week))


def _every(step: int, first: date, last: date) -> Iterator[date]:
    return (date.fromordinal(day) for day in range(first.toordinal(), last.toordinal() + 1, step))


def _streak(done: frozenset[date], counted: Iterable[date], now: date, now_off: bool) -> Streak:
    """Walk over `counted` (practised or missed; the neutral ones are left out already) up to `now`.

    `runs` maps what a run has in hand to the practice days that went before it. Of two runs with as much in hand the
    earlier is the longer for ever, so that there are never more than FULL + 1 of them, and mostly one.
    """
    runs: dict[int, int] = {}
    total = best = 0
    steps = [on for on in counted if on in done or on < now]
    for on in steps:
        if on in done:
            grown = {FULL: total}
            for have, before in runs.items():
                more = min(FULL, have + 1)
                grown[more] = min(before, grown.get(more, before))
            # A run that began later and holds no more can never be the longer one again.
            runs = {have: before for have, before in grown.items() if before <= grown[FULL]}
            total += 1
            best = max(best, total - min(runs.values()))
        else:
            runs = {have - FREEZE: before for have, before in runs.items() if have >= FREEZE}
    have, before = min(runs.items(), key=lambda run: run[1], default=(FULL, total))
    frozen = tuple(on for on in _after(steps, done, before) if on not in done)
    return Streak(total - before, best, have // FREEZE, frozen, not now_off and now not in done)


def _after(steps: list[date], done: frozenset[date], before: int) -> Iterator[date]:
    """The steps from the practice day on that has `before` practice days ahead of it."""
    passed = 0
    for on in steps:
        passed += on in done
        if passed > before:
            yield on
