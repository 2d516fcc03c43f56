"""The fiscal calendar of a workspace: its quarters, and which weeks close one.

Two patterns: whole calendar months from any start month, and years of 52 or 53 weeks (4-4-5, 4-5-4 and 5-4-4 split a
quarter into months at different points, but all three end it after the same thirteen weeks).
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.domain.time.localtime import DAY, WEEK, week_of

QUARTER_WEEKS = 13
KEPT = 4096  # cached spans of weeks
CLOSING_WEEKS = 2  # the last two weeks of a quarter are pressure weeks, unless the leader says otherwise


class QuarterPattern(StrEnum):
    """How a fiscal year is split: into calendar months, or into thirteen weeks per quarter."""

    MONTHS = "months"
    WEEKS = "weeks"


class Pressure(StrEnum):
    """Why a week is a pressure week: the fiscal calendar says so, or the leader does."""

    QUARTER_END = "quarter_end"
    MARKED = "marked"


@dataclass(frozen=True, slots=True)
class FiscalCalendar:
    """A fiscal calendar. Its year begins on the first of `start_month` (1 to 12).

    With QuarterPattern.WEEKS it begins on the Monday nearest to that day, so that a year has 52 or 53 weeks; a 53rd
    week belongs to the fourth quarter.
    """

    start_month: int = 1
    pattern: QuarterPattern = QuarterPattern.MONTHS

    def year_start(self, year: int) -> date:
        """The first day of the fiscal year that begins in (or, by weeks, nearest to) the start month of `year`."""
        first = date(year, self.start_month, 1)
        return first if self.pattern is QuarterPattern.MONTHS else week_of(first + timedelta(days=3))


@dataclass(frozen=True, slots=True)
class Quarter:
    """One fiscal quarter, from `first` to `last`, both included; `number` is 1 to 4."""

    number: int
    first: date
    last: date

    @property
    def name(self) -> str:
        """Its two ends, which tell it from every other quarter of any fiscal calendar."""
        return f"{self.first.isoformat()} {self.last.isoformat()}"

    @property
    def weeks(self) -> tuple[date, ...]:
        """The Mondays of the weeks whose Friday is in it, so every week belongs to exactly one quarter."""
        monday = week_of(self.first)
        mondays = []
        while monday + 4 * DAY <= self.last:
            if monday + 4 * DAY >= self.first:
                mondays.append(monday)
            monday += WEEK
        return tuple(mondays)


@dataclass(frozen=True, slots=True)
class PressureFacts:
    """The pressure weeks around a leader's `this_week`: each coming week with why it is one, or None."""

    this_week: date
    weeks: tuple[tuple[date, Pressure | None], ...]


def quarter_of(on: date, fiscal: FiscalCalendar) -> Quarter:
    """The fiscal quarter that contains the local date `on`."""
    start = max(
        first_day for year in (on.year - 1, on.year, on.year + 1) if (first_day := fiscal.year_start(year)) <= on
    )
    year = start.year if fiscal.pattern is QuarterPattern.MONTHS else (start + timedelta(days=4)).year
    firsts = [_quarter_start(fiscal, year, start, number) for number in range(4)]
    ends = [*(first - DAY for first in firsts[1:]), fiscal.year_start(year + 1) - DAY]
    number = max(place for place, first in enumerate(firsts) if first <= on)
    return Quarter(number + 1, firsts[number], ends[number])


def previous_quarter(on: date, fiscal: FiscalCalendar) -> Quarter:
    """The last quarter that had ended by `on`."""
    return quarter_of(quarter_of(on, fiscal).first - DAY, fiscal)


def closing_weeks(quarter: Quarter) -> tuple[date, ...]:
    """The Mondays of a quarter's last two weeks: the one that holds its last working day, and the one before it.

    Working days here are Monday to Friday, since a workspace has no days off of its own.
    """
    last = quarter.last - max(0, quarter.last.weekday() - 4) * DAY
    return tuple(week_of(last) - number * WEEK for number in reversed(range(CLOSING_WEEKS)))


def pressure_in(week: date, closing: Container[date], marks: Mapping[date, bool]) -> Pressure | None:
    """Why the week of Monday `week` is a pressure week, or None. What a leader said about a week (`marks`) takes
    precedence; `closing` has the weeks that close a quarter.
    """
    if not marks.get(week, week in closing):
        return None
    return Pressure.QUARTER_END if week in closing else Pressure.MARKED


@lru_cache(KEPT)  # insights keep asking for the same year's weeks
def closing_between(first: date, last: date, fiscal: FiscalCalendar) -> frozenset[date]:
    """The weeks from Monday `first` to Monday `last` that are among the last two of a quarter, by their Mondays."""
    quarter, weeks = quarter_of(first, fiscal), set[date]()
    while quarter.first <= last:
        weeks.update(closing_weeks(quarter))
        quarter = quarter_of(quarter.last + DAY, fiscal)
    return frozenset(week for week in weeks if first <= week <= last)


def _quarter_start(fiscal: FiscalCalendar, year: int, start: date, number: int) -> date:
    if fiscal.pattern is QuarterPattern.WEEKS:
        return start + number * QUARTER_WEEKS * WEEK
    months = fiscal.start_month - 1 + 3 * number
    return date(year + months // 12, months % 12 + 1, 1)
