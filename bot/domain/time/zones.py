"""Time zones as people name them: by a city or a country, in their own language, never by a fixed offset."""

import tomllib
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

UTC = "UTC"
LANGUAGES = ("en", "de", "fr", "es", "pt", "ja", "it")
# The zone where most people of a country live, if it has several zones and few live in the others. Source: CLDR,
# "primaryZones".
MOST_LIVE_IN = {
    "CL": "America/Santiago", "CN": "Asia/Shanghai", "CY": "Asia/Nicosia", "DE": "Europe/Berlin",
    "EC": "America/Guayaquil", "ES": "Europe/Madrid", "MY": "Asia/Kuala_Lumpur", "NZ": "Pacific/Auckland",
    "PT": "Europe/Lisbon", "UA": "Europe/Kyiv", "UZ": "Asia/Tashkent", "AR": "America/Argentina/Buenos_Aires",
}  # fmt: skip
# Abbreviations for an offset, not a place: they ignore summer time, or mean another place to somebody else.
ABBREVIATIONS = {
    "America/New_York": "EST EDT ET EST5EDT EASTERN", "America/Chicago": "CST CDT CT CST6CDT CENTRAL",
    "America/Denver": "MST MDT MT MST7MDT MOUNTAIN", "America/Los_Angeles": "PST PDT PT PST8PDT PACIFIC",
    "Pacific/Honolulu": "HST", "America/Anchorage": "AKST AKDT", "America/Halifax": "AST ADT",
    "Europe/London": "GMT BST WET WEST",
    "Europe/Berlin": "CET CEST MEZ MESZ MET", "Europe/Athens": "EET EEST", "Europe/Moscow": "MSK",
    "Asia/Kolkata": "IST", "Asia/Shanghai": "CST", "Asia/Tokyo": "JST", "Asia/Seoul": "KST", "Asia/Singapore": "SGT",
    "Asia/Jerusalem": "IST IDT", "Europe/Dublin": "IST", "Australia/Sydney": "AEST AEDT", "Australia/Perth": "AWST",
    "Pacific/Auckland": "NZST NZDT", "America/Sao_Paulo": "BRT", "Africa/Johannesburg": "SAST",
}  # fmt: skip

MOST_SIMILAR = 3  # that a question names
NO_PLACES = frozenset({"factory", "localtime", "posixrules", "zulu", "universal"})
ALSO = {
    "UK": "GB", "Great Britain": "GB", "England": "GB", "Scotland": "GB", "USA": "US", "U.S.": "US", "America": "US",
    "Holland": "NL", "Korea": "KR", "UAE": "AE",
}  # fmt: skip


def find_zone(text: str) -> str | None:
    """The IANA zone meant by "Europe/Berlin", "new york", "Zürich", "US/Eastern" or "Turkey", in any of seven
    languages. None if it could mean no zone or several, or if it is an offset and not a place ("EST", "Etc/GMT+5",
    "Factory").
    """
    wanted = plain(text)
    if wanted in _whole():
        return _whole()[wanted]
    zones = _cities().get(wanted) or _countries().get(wanted) or frozenset()
    return next(iter(zones)) if len(zones) == 1 else None


def similar_zones(text: str) -> list[str]:
    """The zones that could be meant, three at most, the likeliest first: those of an abbreviation, of a country, or
    spelt alike.

    Empty for what is not a place, such as "Factory".
    """
    wanted = plain(text).removeprefix("right/").removeprefix("posix/")
    if wanted in NO_PLACES or wanted.startswith("etc/"):
        return []
    if wanted in _whole():
        return [_whole()[wanted]]
    several = abbreviated(text) or sorted(
        _cities().get(wanted) or _countries().get(wanted) or (), key=lambda zone: (zone not in ABBREVIATIONS, zone)
    )  # those of large cities first
    if several:
        return several[:MOST_SIMILAR]
    names = _whole() | {name: min(zones) for name, zones in (_countries() | _cities()).items()}
    return list(
        dict.fromkeys(names[name] for name in get_close_matches(wanted, list(names), n=MOST_SIMILAR, cutoff=0.75))
    )


def is_abbreviation(text: str) -> bool:
    """Whether this is short for an offset ("EST"), which ignores summer time."""
    return bool(abbreviated(text))


def abbreviated(text: str) -> list[str]:
    """The zones that this is short for ("EST", "Pacific time"), in no order."""
    wanted = text.strip().upper().removesuffix(" TIME")
    return [zone for zone, short in ABBREVIATIONS.items() if wanted in short.split()]


@cache
def zones_by_country() -> dict[str, tuple[str, ...]]:
    """The zones of every country by its two letters, in the order of IANA's zone.tab: the most populous ones first."""
    by_country: dict[str, list[str]] = defaultdict(list)
    for line in _data("zone.tab"):
        if not line.startswith("#"):
            country, _, zone, *_ = line.split("\t")
            by_country[country].append(zone)
    return {country: tuple(zones) for country, zones in by_country.items()}


@cache
def country_of_zone(zone: str) -> str | None:
    """The country of `zone` by its two letters; None for "UTC" and the like."""
    place = _links().get(zone, zone)
    for name in (zone, place):  # a link may be a country's own zone: Europe/Copenhagen goes by Berlin's clock
        country = next((country for country, zones in zones_by_country().items() if name in zones), None)
        if country is not None:
            return country
    return None


@cache
def spoken_in(locale: str) -> "Locale":
    """What Babel knows about a locale such as "de-DE"; falls back to English for an unknown one."""
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - starting up need not wait for it

    try:
        return Locale.parse(locale or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def plain(text: str) -> str:
    """A name for comparing: lower case without accents, words separated by single spaces."""
    apart = unicodedata.normalize("NFD", text.casefold().replace("_", " "))
    return " ".join("".join(letter for letter in apart if unicodedata.category(letter) != "Mn").split())


def _data(name: str) -> list[str]:
    return resources.files("tzdata.zoneinfo").joinpath(name).read_text(encoding="utf-8").splitlines()


@cache
def _links() -> dict[str, str]:
    """Former and alternative names of zones, with the zone that each stands for: "US/Eastern" is America/New_York."""
    return {other: zone for kind, zone, other in (line.split() for line in _data("tzdata.zi") if line[:2] == "L ")}


@cache
def _places() -> frozenset[str]:
    """Every zone that is a place, by its current name."""
    return frozenset(zone for zones in zones_by_country().values() for zone in zones)


@cache
def _whole() -> dict[str, str]:
    """Zones by their full names and alternative full names, as `plain` writes them."""
    others = {plain(other): zone for other, zone in _links().items() if "/" in other and zone in _places()}
    return others | {plain(zone): zone for zone in _places()} | {"utc": UTC}


@cache
def _cities() -> dict[str, frozenset[str]]:
    """The zones that a city could mean; for a city that names a zone today, former names do not count."""
    today = _grouped((zone.rpartition("/")[2], zone) for zone in _places())
    links = ((other.rpartition("/")[2], zone) for other, zone in _links().items() if "/" in other)
    former = _grouped((name, zone) for name, zone in links if zone in _places())
    others = _grouped((name, zone) for zone, names in other_cities().items() for name in names)
    return former | others | _grouped(_localised_cities()) | today


@cache
def other_cities() -> Mapping[str, list[str]]:
    """Large cities that no zone is named after, by their zone."""
    written = resources.files("bot.domain.time").joinpath("cities.toml").read_text(encoding="utf-8")
    return tomllib.loads(written)


@cache
def names_of_zones() -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Every zone that is a place, with the names of its cities and then of its country, as `plain` writes them; the
    zones of a country are in the order of zone.tab.
    """
    cities, countries = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for names, by_zone in ((_cities(), cities), (_countries(), countries)):
        for name, zones in names.items():
            for zone in zones:
                by_zone[zone].append(name)
    for name, zone in _whole().items():
        cities[zone].append(name)
    places = (zone for zones in zones_by_country().values() for zone in zones)
    return {zone: (tuple(cities[zone]), tuple(countries[zone])) for zone in places}


def _localised_cities() -> Iterable[tuple[str, str]]:
    for language in LANGUAGES:
        names = spoken_in(language).time_zones
        yield from ((place["city"], zone) for zone, place in names.items() if "city" in place and zone in _places())


@cache
def _countries() -> dict[str, frozenset[str]]:
    """The zones that a country's name could mean, in any of the languages."""
    names = [(name, zone) for name, zone in _links().items() if "/" not in name and zone in _places()]  # "Turkey"
    names = [(name, zone) for name, zone in names if not is_abbreviation(name)]
    names += [(name, zone) for name, country in ALSO.items() for zone in zones_by_country()[country]]
    for language in LANGUAGES:
        territories = spoken_in(language).territories
        for country, zones in zones_by_country().items():
            chosen = [MOST_LIVE_IN[country]] if country in MOST_LIVE_IN else zones
            names += [(territories.get(country, country), zone) for zone in chosen]
    return _grouped(names)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    by_name: dict[str, set[str]] = defaultdict(set)
    for name, zone in pairs:
        by_name[plain(name)].add(zone)
    return {name: frozenset(zones) for name, zones in by_name.items()}
