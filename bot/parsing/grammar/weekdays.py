"""The dates that weekdays can mean: "fri", "next friday", "a week on friday", "friday next week"."""

from collections.abc import Callable
from datetime import date

from bot.domain.time.localtime import DAY, WEEK
from bot.parsing.frame import Frame
from bot.parsing.values import SaidDay

NO_DAY = SaidDay(None, "date")
DAYS_OF_WEEKS: dict[float, int] = {7: 1, 8: 1, 14: 2, 15: 2}  # "Freitag in acht Tagen" is a week after this one


def which(*options: date) -> SaidDay:
    """A question about which of several days is meant."""
    return SaidDay(None, "which", tuple(sorted(options)))


def on_weekday(frame: Frame, weekday: int) -> SaidDay:
    """The next such weekday after today, or the last one before it."""
    ahead = (weekday - frame.today.weekday() - 1) % 7 + 1
    return SaidDay(frame.today + (ahead - 7 * frame.past - 7 * (frame.past and ahead == 7)) * DAY, is_weekday=True)


def this_weekday(frame: Frame, weekday: int) -> SaidDay:
    """ "this friday", "coming friday": the next one, or a question if today is one too."""
    ahead = (weekday - frame.today.weekday()) % 7
    if frame.past:
        return SaidDay(frame.week + weekday * DAY)
    return which(frame.today, frame.today + WEEK) if ahead == 0 else SaidDay(frame.today + ahead * DAY)


def next_weekday(frame: Frame, weekday: int) -> SaidDay:
    """ "next friday", which is a question: on a Monday, half of people mean this week's, half the one after."""
    this_week = frame.week + weekday * DAY
    return which(this_week, this_week + WEEK) if this_week > frame.today else SaidDay(this_week + WEEK)


def last_weekday(frame: Frame, weekday: int) -> SaidDay:
    """ "last friday": the one before today."""
    return SaidDay(frame.today - ((frame.today.weekday() - weekday - 1) % 7 + 1) * DAY)


def weekday_in_weeks(frame: Frame, weekday: int, n: float = 1) -> SaidDay:
    """ "a week on friday", "jeudi en huit": that many weeks after the coming one."""
    if n != int(n) or not 0 < n <= 52:
        return NO_DAY
    ahead = (weekday - frame.today.weekday() - 1) % 7 + 1
    return SaidDay(frame.today + (ahead + 7 * int(n)) * DAY)


def weekday_weeks_away(frame: Frame, weekday: int, n: float, unit: str) -> SaidDay | None:
    """ "friday in two weeks" can be two weeks after this Friday, or the Friday of the week two weeks from now."""
    weeks = n if unit == "week" else DAYS_OF_WEEKS.get(n, 0) if unit == "day" else 0
    if weeks != int(weeks) or not 0 < weeks <= 52:
        return None
    later = weekday_in_weeks(frame, weekday, weeks).on
    assert later is not None
    return SaidDay(later) if weeks == 1 else which(later - WEEK, later)


def in_numbered_week(frame: Frame, n: int, weekday: int) -> SaidDay | None:
    """ "Mittwoch KW 50": ISO 8601 weeks, for people whose weeks begin on Mondays."""
    monday = None if frame.week_begins else numbered_week(frame, n)
    return SaidDay(monday + weekday * DAY) if monday else None


def numbered_week(frame: Frame, n: int) -> date | None:
    """The Monday of the nearest week of that number that has not passed."""
    year = frame.week.isocalendar()[0]
    for nearest in (year, year + 1):
        try:
            monday = date.fromisocalendar(nearest, n, 1)
        except ValueError:
            continue
        if monday >= frame.week:
            return monday
    return None


def in_week(weeks: int) -> Callable[..., SaidDay]:
    """A weekday in the week a number of weeks from now; for people whose weeks begin on Sundays, a Sunday is a
    question.
    """

    def build(frame: Frame, weekday: int) -> SaidDay:
        on = frame.week + weeks * WEEK + weekday * DAY
        return which(on - WEEK, on) if frame.week_begins and weekday >= frame.week_begins else SaidDay(on)

    return build
