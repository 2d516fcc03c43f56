"""When something is due: wall-clock rhythms, days off, and the one instant that each slot becomes."""

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, datetime, time

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
WORKDAYS = frozenset({MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY})


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a person wants nothing: from `first` to `last`, both included; open-ended where `last` is None."""

    first: date
    last: date | None = None

    def covers(self, on: date) -> bool:
        """Whether `on` lies inside the pause."""
        return self.first <= on and (self.last is None or on <= self.last)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which local dates a person (or a channel) works on; weekdays count from Monday = 0."""

    working_days: frozenset[int] = WORKDAYS
    holidays: Container[date] = frozenset()
    pauses: tuple[Pause, ...] = ()

    def is_day_off(self, on: date) -> bool:
        """Whether `on` is not a working day, a holiday, or inside a pause."""
        return (
            on.weekday() not in self.working_days
            or on in self.holidays
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
    """One due occurrence: its local date, and the instant (aware UTC) at which it is due."""

    on: date
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Timetable:
    """All that decides the next slot of a recurring nudge: its rhythm and the calendar it keeps to."""

    rhythm: Rhythm
    calendar: Calendar = field(default_factory=Calendar)
