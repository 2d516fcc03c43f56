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

EARLY = {SATURDAY: (SATURDAY, SUNDAY), SUNDAY: (SUNDAY,)}  # the days of a week before its Monday, by its first day
SAID_BY_DEFAULT = frozenset({"", "en-US"})  # Slack's default for people who never chose a language


def region(zone: str, locale: str) -> str:
    """The country code ("BR") whose conventions a person follows: from their locale, or from their zone if the locale
    is Slack's default or names no country. "" if neither tells.
    """
    named = locale.replace("_", "-").partition("-")[2].upper() if locale not in SAID_BY_DEFAULT else ""
    return named if named.isalpha() else country_of_zone(zone) or ""


def located(locale: str, zone: str, *, is_chosen: bool = False) -> str:
    """The locale with a region: "de" in Zurich is "de-CH". English without one is American only in the United States,
    and British elsewhere. `is_chosen`: somebody chose the locale themselves.
    """
    if is_chosen and "-" in locale:
        return locale
    if locale in SAID_BY_DEFAULT or locale == "en":
        return "en-US" if country_of_zone(zone) == "US" else "en-GB"
    where = region(zone, locale)
    return f"{locale}-{where}" if where and "-" not in locale else locale


@cache
def first_weekday(zone: str, locale: str) -> int:
    """The weekday (Monday = 0) on which weeks begin for somebody: by their locale, else by where they live.

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
    """12 or 24: how times of day are written, by somebody's locale, else where they live.

    Source: CLDR, time formats, by Babel.
    """
    spoken = _spoken(zone, locale)
    return 12 if spoken is not None and "a" in str(spoken.time_formats["short"].pattern) else 24


def _first_of(working_days: AbstractSet[int], first: int) -> int:
    """The first working day of a week that begins on `first`, if it is a Saturday or a Sunday; Monday otherwise."""
    return next((day for day in EARLY.get(first, ()) if day in working_days), MONDAY)


def _spoken(zone: str, locale: str) -> "Locale | None":
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - starting up need not wait for it

    where = region(zone, locale)
    try:
        return Locale.parse(f"und_{where}" if where else locale.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


def week_around(on: date, first: int) -> date:
    """The week that `on` is in if weeks begin on the weekday `first`, named by its Monday as everywhere: a Sunday in
    Tel Aviv is in the week that begins with it.
    """
    begins = on - (on.weekday() - first) % 7 * DAY
    return week_of(begins + 6 * DAY)


def week_worked(on: date, first: int, working_days: AbstractSet[int]) -> date:
    """The week that a day's work counts for, named by its Monday: a Sunday belongs to the week that it begins if people
    work on it, and to the week that it ends if it is part of their weekend.
    """
    return week_around(on, _first_of(working_days, first))
