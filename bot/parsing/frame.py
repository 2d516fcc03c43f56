"""Where and when a text was typed, from which its days and times are computed. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain.time.localtime import DAY, add_months
from bot.domain.time.weeks import week_around

FAR = timedelta(days=300)  # a day further off than this, typed without its year, probably means a year earlier


@dataclass(frozen=True, slots=True)
class Frame:
    """The point of view of the person who typed. `now` is their naive wall clock. `past`: they mean something that has
    already happened.

    `month_first` says how they write 3/4; None if their country does both. `half_is_before`: "half 4" may mean half
    past three. `week_begins` and `work_begins`: the weekdays on which their weeks and their working weeks begin; Monday
    is 0.
    """

    now: datetime
    past: bool = False
    month_first: bool | None = False
    half_is_before: bool = False
    week_begins: int = 0
    work_begins: int = 0

    @property
    def today(self) -> date:
        """The date on their wall clock."""
        return self.now.date()

    @property
    def week(self) -> date:
        """The Monday of the week that contains today, as they count weeks."""
        return week_around(self.today, self.work_begins)

    def span(self, monday: date) -> tuple[date, date]:
        """The first and the last day of that Monday's week, starting with its first working day."""
        first = monday - (7 - self.work_begins) % 7 * DAY
        return first, first + 6 * DAY


def nearest_year(month: int, day: int, frame: Frame) -> date | None:
    """The date of a day and month without a year: the next one, or with `past` the last one."""
    for years in (0, 1, 2, 3, 4):
        candidate = date_or_none(frame.now.year + (-years if frame.past else years), month, day)
        if candidate and ((candidate <= frame.today) if frame.past else (candidate >= frame.today)):
            return candidate
    return None


def date_or_none(year: int, month: int, day: int) -> date | None:
    """The date, or None if the calendar has no such date."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(year: int) -> int:
    """The full year for two figures, in this century."""
    return year + 2000 if year < 100 else year


def next_day_of_month(day: int, frame: Frame) -> date:
    """The nearest date with that day of the month, 1 to 31, including today: ahead, or with `past` behind."""
    months = (add_months(frame.today.replace(day=1), -number if frame.past else number) for number in range(4))
    days = (date_or_none(first.year, first.month, day) for first in months)
    return next(on for on in days if on and ((on <= frame.today) if frame.past else (on >= frame.today)))


def month_end(on: date) -> date:
    """The last day of the month of `on`."""
    return add_months(on.replace(day=1), 1) - DAY
