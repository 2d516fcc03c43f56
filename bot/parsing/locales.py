"""Derives from a person's locale and zone how they write dates, and on which day their weeks begin. Pure."""

from functools import cache
from importlib.resources import files

# CLDR 46: regions with the month first in figures ("Md"), those that write both, and those whose weeks begin on Sunday.
MONTH_FIRST = frozenset(
    {"US", "PR", "GU", "VI", "AS", "MP", "UM", "PH", "FM", "MH", "PW", "JP", "KR", "KP", "CN", "TW", "HU", "MN", "LT"}
)
BOTH = frozenset({"CA"})
SUNDAY_FIRST = frozenset(
    {"US", "PR", "GU", "VI", "CA", "MX", "BR", "CO", "PE", "VE", "JP", "KR", "TW", "IN", "IL", "PH", "ZA"}
)
HALF_BEFORE = frozenset({"de", "nl", "sv", "da", "nb", "no", "fi", "cs", "sk", "pl", "ru", "hu", "et", "sl", "hr"})
SAID_BY_DEFAULT = frozenset({"", "en-US"})  # Slack's default for people who never chose


def region(zone: str, locale: str) -> str:
    """The country code ("BR") whose conventions a person follows: from their locale, or from their zone where the
    locale is Slack's default.
    """
    locale = locale.replace("_", "-")
    return locale.partition("-")[2].upper() if locale not in SAID_BY_DEFAULT else countries_of_zones().get(zone, "")


def month_first(zone: str, locale: str) -> bool | None:
    """Whether 3/4 is the fourth of March; None where people write both."""
    where = region(zone, locale)
    if where in BOTH and not locale.startswith("fr"):
        return None
    return where in MONTH_FIRST or (not where and locale.partition("-")[0] in {"ja", "ko", "zh", "hu"})


def sunday_first(zone: str, locale: str) -> bool:
    """Whether a week begins on Sunday."""
    return region(zone, locale) in SUNDAY_FIRST


def half_is_before(locale: str) -> bool:
    """Whether "half four" is half past three in their language."""
    return locale.partition("-")[0] in HALF_BEFORE


@cache
def countries_of_zones() -> dict[str, str]:
    """The country of each zone that has one ("America/Sao_Paulo" is in "BR"), including old names of zones (tzdata)."""
    folder = files("tzdata") / "zoneinfo"
    rows = (line.split("\t") for line in (folder / "zone.tab").read_text().splitlines() if line[:1].isalpha())
    countries = {zone: country for country, _, zone, *_ in rows}
    links = (line.split() for line in (folder / "tzdata.zi").read_text().splitlines() if line.startswith("L "))
    return countries | {
        alias: countries[zone] for _, zone, alias in links if zone in countries and alias not in countries
    }
