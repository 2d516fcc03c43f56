"""Where a week begins: on Monday in most of the world, on Sunday or Saturday in the rest of it."""

from datetime import date
from functools import cache

from bot.domain.time.localtime import DAY, week_of
from bot.domain.time.zones import country_of_zone

MONDAY = 0


@cache
def first_weekday(zone: str, locale: str) -> int:
    """The weekday (Monday = 0) on which weeks begin for somebody: in the country of their zone, else by their locale.

    The zone comes first, since Slack gives "en-US" to the person who chose no language. Source: CLDR, week data, by
    Babel.
    """
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - a start need not wait for it

    country = country_of_zone(zone)
    try:
        spoken = Locale.parse(f"und_{country}" if country else locale, sep="_" if country else "-")
    except (UnknownLocaleError, ValueError, TypeError):
        return MONDAY
    return spoken.first_week_day


def week_around(on: date, first: int) -> date:
    """The week that `on` lies in, named by its Monday as everywhere, where weeks begin on the weekday `first`: on a
    Sunday in Tel Aviv it is the week that begins.
    """
    begins = on - (on.weekday() - first) % 7 * DAY
    return week_of(begins + 6 * DAY)
