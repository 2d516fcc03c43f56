"""Whose public holidays are somebody's days off: their own choice, else guessed; and what countries are called."""

import re
from functools import cache

from bot.domain.time.zones import country_of_zone, plain

NO_HOLIDAYS = "none"  # somebody's own choice: no public holiday is a day off
REGION = re.compile(r"[-_]([A-Z]{2})\b")


def guessed_country(zone: str, locale: str, default: str | None = None) -> str | None:
    """The country whose holidays somebody most likely has: of their zone, else of the workspace, else of their locale.

    `default` is the workspace's ("CA-ON"), which also tells the part where the country is the same. None where nothing
    says one.
    """
    there = country_of_zone(zone)
    if there is not None:
        return default if default is not None and default.partition("-")[0] == there else there
    region = REGION.search(locale)
    return default or (region[1] if region else None)


@cache
def country_name(country: str, locale: str = "en") -> str:
    """What a country code is called in the language of a locale such as "de-DE"; the part's own name behind it."""
    code, _, part = country.partition("-")
    name = _territories(locale).get(code, code)
    return f"{name} ({parts_of(code).get(country, part)})" if part else name


@cache
def countries(locale: str = "en") -> dict[str, str]:
    """Every country whose holidays we know, by its two letters, with its name; by name."""
    import holidays  # noqa: PLC0415 - a start need not wait for it

    names = _territories(locale)
    known = {code: names[code] for code in holidays.list_supported_countries() if len(code) == 2 and code in names}
    return dict(sorted(known.items(), key=lambda entry: plain(entry[1])))


@cache
def parts_of(country: str) -> dict[str, str]:
    """The parts of a country with holidays of their own, by codes such as "CA-ON", with their names there; by name."""
    import holidays  # noqa: PLC0415 - a start need not wait for it

    if country not in holidays.list_supported_countries():
        return {}
    names = holidays.country_holidays(country).get_subdivision_aliases()
    parts = {f"{country}-{part}": (spelt or [part])[0] for part, spelt in names.items() if len(part) <= 4}
    return dict(sorted(parts.items(), key=lambda entry: plain(entry[1])))


@cache
def _territories(locale: str) -> dict[str, str]:
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - a start need not wait for it

    try:
        names = Locale.parse(locale or "en", sep="-").territories
    except (UnknownLocaleError, ValueError):
        names = Locale.parse("en").territories
    return {code: str(name) for code, name in names.items()}
