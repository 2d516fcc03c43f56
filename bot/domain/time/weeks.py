"""Where a week begins: on Monday in most of the world, on Sunday or Saturday in the rest of it."""

from collections.abc import Set as AbstractSet
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from bot.domain.time.localtime import DAY, week_of
from bot.domain.time.schedule import EVERY_DAY, MONDAY, SATURDAY, SUNDAY
from bot.domain.time.zones import country_of_zone

if TYPE_CHECKING:
    from babel import Locale

EARLY = {SATURDAY: (SATURDAY, SUNDAY), SUNDAY: (SUNDAY,)}  # what a week has before its Monday, by its first day
SAID_BY_DEFAULT = frozenset({"", "en-US"})  # Slack's default for people who never chose a language


def region(zone: str, locale: str) -> str:
    """The country code ("BR") whose conventions a person follows: from their locale, or from their zone where the
    locale is Slack's default or names no country. "" where neither does.
    """
    named = locale.replace("_", "-").partition("-")[2].upper() if locale not in SAID_BY_DEFAULT else ""
    return named if named.isalpha() else country_of_zone(zone) or ""


def located(locale: str, zone: str, *, is_chosen: bool = False) -> str:
    """The locale with a place to it: "de" in Zurich is "de-CH". English by default is American in the United States
    alone, and British elsewhere; `is_chosen` where somebody chose it themselves.
    """
    if is_chosen and "-" in locale:
        return locale
    if locale in SAID_BY_DEFAULT or locale == "en":
        return "en-US" if country_of_zone(zone) == "US" else "en-GB"
    where = region(zone, locale)
    return f"{locale}-{where}" if where and "-" not in locale else locale


@cache
def first_weekday(zone: str, locale: str) -> int:
    """The weekday (Monday = 0) on which weeks begin for somebody: as their locale says, else as where they live.

    Source: CLDR, week data, by Babel.
    """
    spoken = _spoken(zone, locale)
    return spoken.first_week_day if spoken is not None else MONDAY


@cache
def first_workday(zone: str, locale: str) -> int:
    """The weekday on which a week's work begins where somebody lives: Sunday in Israel and Egypt, Monday in the United
    States, whose weeks begin with a day off.
    """
    spoken = _spoken(zone, locale)
    weekend = {spoken.weekend_start, spoken.weekend_end} if spoken is not None else set[int]()
    return _first_of(EVERY_DAY - weekend, first_weekday(zone, locale))


@cache
def usual_hours(zone: str, locale: str) -> int:
    """12 or 24: how times of day are written where somebody lives, or as their locale says.

    Source: CLDR, time formats, by Babel.
    """
    spoken = _spoken(zone, locale)
    return 12 if spoken is not None and "a" in str(spoken.time_formats["short"].pattern) else 24


def _first_of(working_days: AbstractSet[int], first: int) -> int:
    """The first working day of a week that begins on `first`, if it is a Saturday or a Sunday; Monday otherwise."""
    return next((day for day in EARLY.get(first, ()) if day in working_days), MONDAY)


def _spoken(zone: str, locale: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - a start need not wait for it

    where = region(zone, locale)
    try:
        return Locale.parse(f"und_{where}" if where else locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def week_around(on: date, first: int) -> date:
    """The week that `on` lies in, named by its Monday as everywhere, where weeks begin on the weekday `first`: on a
    Sunday in Tel Aviv it is the week that begins.
    """
    begins = on - (on.weekday() - first) % 7 * DAY
    return week_of(begins + 6 * DAY)


def week_worked(on: date, first: int, working_days: AbstractSet[int]) -> date:
    """The week that a day's work counts for, named by its Monday: a Sunday belongs to the week that begins with it
    where people work on it, and to the one that ends with it where it is the end of their weekend.
    """
    return week_around(on, _first_of(working_days, first))
