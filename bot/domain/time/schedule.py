"""When something is due: wall-clock rhythms, days off, and the single instant that each slot becomes."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from bot.domain.time.localtime import DAY, WEEK, instant, is_zone, local, local_date, week_of

# Zones have a module of their own; scheduling code can import them from here too.
__all__ = [
    "DAY", "EVERY_DAY", "FRIDAY", "HORIZON", "MONDAY", "SATURDAY", "SUNDAY", "THURSDAY", "TUESDAY", "WEDNESDAY", "WEEK",
    "WORKDAYS",
    "Before", "Calendar", "Pause", "Rhythm", "Slot", "Timetable",
    "days_up_to", "instant", "is_zone", "local", "local_date",
    "next_pause", "next_reminder_slot", "next_slot_on_or_after", "next_weekly_slot",
    "reminded_week", "still_makes_sense", "week_of",
]  # fmt: skip

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
WORKDAYS = frozenset({MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY})
EVERY_DAY = WORKDAYS | {SATURDAY, SUNDAY}
HORIZON = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a person wants nothing: from `first` to `last`, both included; open-ended if `last` is None."""

    first: date
    last: date | None = None

    def covers(self, on: date) -> bool:
        """Whether `on` is inside the pause."""
        return self.first <= on and (self.last is None or on <= self.last)


def next_pause(pauses: Iterable[Pause], today: date) -> Pause | None:
    """The pause that covers the local date `today`, else the next one; None if none is left."""
    left = (pause for pause in pauses if pause.last is None or pause.last >= today)
    return min(left, key=lambda pause: pause.first, default=None)


@dataclass(frozen=True, slots=True)
class Before:
    """Somebody's working days and check-in day up to `until`, included, before they changed them.

    `asked`: whether they wanted a check-in at all.
    """

    until: date
    working_days: frozenset[int] = WORKDAYS
    holidays: Container[date] = frozenset()
    checkin_day: int | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which local dates a person (or a channel) works on; weekdays count from Monday = 0.

    `before` holds earlier settings, the earliest first: a past day is judged by the working days of that time. `asked`:
    whether they want a check-in.
    """

    working_days: frozenset[int] = WORKDAYS
    holidays: Container[date] = frozenset()
    pauses: tuple[Pause, ...] = ()
    before: tuple[Before, ...] = ()
    asked: bool = True

    def of(self, on: date) -> "Calendar | Before":
        """The settings that apply on a date."""
        for before in self.before:  # few people have any, and a streak asks this for years of days off
            if on <= before.until:
                return before
        return self

    def is_day_off(self, on: date) -> bool:
        """Whether `on` is a non-working day, a holiday, or inside a pause."""
        then = self.of(on)
        return (
            on.weekday() not in then.working_days
            or on in then.holidays
            or any(pause.covers(on) for pause in self.pauses)
        )


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A recurring wall-clock time: at `at`, on the weekdays `days` (Monday = 0), in the IANA zone `zone`."""

    at: time
    days: frozenset[int]
    zone: str


@dataclass(frozen=True, slots=True)
class Slot:
    """One due occurrence: its local date, and the instant (aware UTC) at which it is due.

    `at` is the wall-clock time that was meant, which stays when a zone's rules change; None if an instant was meant.
    """

    on: date
    due_at: datetime
    at: time | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Timetable:
    """Everything that decides the next slot of a recurring nudge: its rhythm and the calendar it follows."""

    rhythm: Rhythm
    calendar: Calendar = field(default_factory=Calendar)


def _first_day(days: Container[int], calendar: Calendar, first: date) -> date | None:
    """The first date from `first` on that is one of the weekdays `days` and not a day off, within HORIZON."""
    on, end = first, first + HORIZON
    while on <= end:
        pause = next((pause for pause in calendar.pauses if pause.covers(on)), None)
        if pause is not None:  # skipped in one step: this runs with every answer, and a vacation has many days
            on = min(pause.last or end, end) + DAY
        elif on.weekday() in days and not calendar.is_day_off(on):
            return on
        else:
            on += DAY
    return None


def _slot(rhythm: Rhythm, on: date | None) -> Slot | None:
    return None if on is None else Slot(on, instant(on, rhythm.at, rhythm.zone), rhythm.at)


def next_slot_on_or_after(timetable: Timetable, first: date) -> Slot | None:
    """The first slot whose local date is `first` or later; None in an open-ended pause and beyond 400 days. It happens
    exactly once on both daylight-saving days.

    A planner that asks from the day after the last slot's date never sends twice on one local date, whatever happens to
    the zone or the time in between (product rules 2 and 3). Raises ValueError for an unknown zone.
    """
    rhythm = timetable.rhythm
    return _slot(rhythm, _first_day(rhythm.days, timetable.calendar, first))


def days_up_to(weekday: int, calendar: Calendar, week: date) -> list[date]:
    """The working days of the week of Monday `week` up to `weekday`; its weekly slot falls on the last of them.

    Somebody who never works by then (a Monday slot, a working week from Tuesday) gets it on their first working weekday
    instead, since a nudge is never silently dropped (product rule 3).
    """
    last = max(weekday, min(calendar.of(week).working_days, default=weekday))
    return [on for on in (week + DAY * number for number in range(last + 1)) if not calendar.is_day_off(on)]


def _weekly_day(timetable: Timetable, week: date) -> date | None:
    """The date of the weekly slot in the week of Monday `week`: its day, or that week's last working day before it."""
    days = days_up_to(max(timetable.rhythm.days), timetable.calendar, week)
    return days[-1] if days else None


def _reminder_day(timetable: Timetable, week: date) -> date | None:
    """The next working day after the weekly slot of `week`: before the next one, and by the following week's end."""
    asked = _weekly_day(timetable, week)
    if asked is None:
        return None
    end = _weekly_day(timetable, week + WEEK) or week + 2 * WEEK
    days = (asked + DAY * ahead for ahead in range(1, (end - asked).days))
    return next((on for on in days if not timetable.calendar.is_day_off(on)), None)


def _first_week(timetable: Timetable, first: date, day: Callable[[Timetable, date], date | None]) -> Slot | None:
    """The first slot from `first` on, within HORIZON. `day` gives the date for each week, starting with the week
    before, whose slot can fall in the week of `first`.
    """
    if not timetable.rhythm.days:
        return None
    weeks = (week_of(first) + WEEK * ahead for ahead in range(-1, HORIZON // WEEK + 1))
    dates = (day(timetable, week) for week in weeks)
    return _slot(timetable.rhythm, next((on for on in dates if on is not None and on >= first), None))


def next_weekly_slot(timetable: Timetable, first: date) -> Slot | None:
    """The first weekly slot whose local date is `first` or later; `rhythm.days` holds its weekday.

    If that is a day off, the slot is on the last working day before it in the same week (from Monday); if there is
    none, the week has no slot. None in an open-ended pause and beyond 400 days. A planner asks from the Monday after
    the last slot's week, so that changing the weekday never asks twice about one week.
    """
    return _first_week(timetable, first, _weekly_day)


def next_reminder_slot(timetable: Timetable, first: date) -> Slot | None:
    """The first reminder of a weekly slot on `first` or later: the next working day after it, at `rhythm.at`.

    `rhythm.days` holds the weekday of the weekly slot itself. A week whose next working day comes only with the next
    weekly slot, or after the following week, has no reminder: it would ask about something long past.
    """
    return _first_week(timetable, first, _reminder_day)


def reminded_week(timetable: Timetable, on: date) -> date | None:
    """The week (its Monday) that a reminder on the local date `on` is about; None if none is due on that date."""
    weeks = (week_of(on) - WEEK, week_of(on)) if timetable.rhythm.days else ()
    return next((week for week in weeks if _reminder_day(timetable, week) == on), None)


def still_makes_sense(due_at: datetime, now: datetime, zone: str, grace: timedelta | None) -> bool:
    """Whether something due at `due_at` is still worth sending at `now` (both aware): at most `grace` late.

    If `grace` is None, until the end of the local day of `due_at` in `zone`. True while it is not due yet. Product rule
    3.
    """
    if grace is None:
        return local_date(now, zone) <= local_date(due_at, zone)
    return now - due_at <= grace
