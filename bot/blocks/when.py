"""Instants and days for use in a sentence, in the reader's own zone; their language decides how they are written."""

from collections.abc import Set as AbstractSet
from datetime import date, datetime

from bot.domain.time.localtime import DAY
from bot.domain.time.schedule import local
from content.formats import SHORT_DAY_AND_YEAR, WrittenDay, WrittenMoment, WrittenWeekdays
from content.models import Library


def moment(at: datetime, zone: str) -> WrittenMoment:
    """ "Tue 24 Nov, 08:30 (Europe/Berlin)": aware `at` as wall-clock time in `zone`."""
    return WrittenMoment(local(at, zone), zone)


def short_moment(at: datetime, zone: str) -> WrittenMoment:
    """ "Tue 24 Nov, 08:30": aware `at` as wall-clock time in `zone`."""
    return WrittenMoment(local(at, zone))


def day(on: date, today: date | None = None) -> WrittenDay:
    """ "Tue 24 Nov": a local date; with its year if that is not the year of `today`."""
    is_other_year = today is not None and on.year != today.year
    return WrittenDay(on, SHORT_DAY_AND_YEAR) if is_other_year else WrittenDay(on)


def first_and_last(week: date) -> dict[str, WrittenDay]:
    """The days between which a week lies, by the names that sentences have for them."""
    return {"first": day(week), "last": day(week + 6 * DAY)}


def weekdays(library: Library, days: AbstractSet[int]) -> str:
    """ "Mon–Fri", "every day": weekdays (Monday = 0) in the words of the reader; "" if there are none."""
    return library.say("common.every_day") if len(days) == 7 else library.text(WrittenWeekdays(frozenset(days)))
