"""Whose public holidays are somebody's days off: their own choice, else guessed; and what countries are called."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.domain.time.names import WHOLE, best, rank
from bot.domain.time.zones import ALSO, LANGUAGES, country_of_zone, plain, spoken_in

NO_HOLIDAYS = "none"  # somebody's own choice: no public holiday is a day off
GUESSED = "guess"  # stands for "no choice of my own" in forms and requests
MOST_OFFERED = 90  # of a menu: Slack takes a hundred
PARTS_CALLED = frozenset({"England", "Scotland"})  # mean the whole country when a time zone is looked up
REGION = re.compile(r"[-_]([A-Z]{2})\b")


def guessed_country(zone: str, locale: str, default: str | None = None) -> str | None:
    """The country whose holidays somebody most likely has: of their zone, else of the workspace, else of their locale.

    `default` is the workspace's ("CA-ON"), which also gives the part if the country is the same. None if nothing tells.
    """
    there = country_of_zone(zone)
    if there is not None:
        return default if default is not None and default.partition("-")[0] == there else there
    region = REGION.search(locale)
    return default or (region[1] if region else None)


@cache
def country_name(country: str, locale: str = "en") -> str:
    """What a country code is called in the language of a locale ("de-DE"), with its part: "Bayern, Deutschland"."""
    code, _, part = country.partition("-")
    name = _territories(locale).get(code, code)
    return f"{part_name(country, locale)}, {name}" if part else name


def part_name(part: str, locale: str = "en") -> str:
    """What a part of a country ("DE-BY") is called in a language; its own name if that language has none."""
    return _part_names().get(_language(locale), {}).get(part) or parts_of(part[:2]).get(part, part.partition("-")[2])


def places_like(typed: str, locale: str = "en") -> dict[str, str]:
    """The countries and parts of countries whose name fits what was typed, in the language of `locale`, English or any
    other that we know: their names by code, the best match first. "Bavaria", "bayern" and "DE-BY" are all DE-BY.
    """
    wanted = plain(typed)
    fits = [
        (fit, len(code) > 2, code)
        for code, names in _all_names(locale).items()
        if (fit := _rank(wanted, names)) is not None
    ]
    return {code: country_name(code, locale) for _, _, code in best(fits)[:MOST_OFFERED]}


def places_called(name: str) -> list[str]:
    """The codes of the countries and parts of countries that are called exactly that in any language we know.

    A code matches only itself, and a name goes before the second half of a code: "uk" is no part of India.
    """
    wanted = plain(name)
    called = {code: names for code, names in _all_names("en").items() if _rank(wanted, names) == WHOLE}
    coded = [code for code in called if code.lower() == wanted]
    return coded or [code for code, names in called.items() if wanted in names] or list(called)


def _rank(wanted: str, names: tuple[str, ...]) -> int | None:
    code, *spelt = names
    return WHOLE if wanted in {code, code.partition("-")[2]} and wanted else rank(wanted, spelt)


@cache
def _all_names(locale: str) -> Mapping[str, tuple[str, ...]]:
    """Every country and part by its code: the code itself, then its names in the language of `locale` and ours."""
    locales = dict.fromkeys((locale, *LANGUAGES))
    names_by_code = {}
    for country in countries():
        also = [name for name, code in ALSO.items() if code == country and name not in PARTS_CALLED]
        names = [*(country_name(country, language) for language in locales), *also]
        names_by_code[country] = (country.lower(), *dict.fromkeys(plain(name) for name in names))
        for part, own in parts_of(country).items():
            names = [own, *(part_name(part, language) for language in locales)]
            names_by_code[part] = (part.lower(), *dict.fromkeys(plain(name) for name in names))
    return names_by_code


@cache
def _part_names() -> Mapping[str, Mapping[str, str]]:
    written = files("bot.domain.people").joinpath("part_names.toml").read_text(encoding="utf-8")
    return tomllib.loads(written)


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0]


def is_known(country: str) -> bool:
    """Whether we know the public holidays of a country or part of one, by its code."""
    return country in countries() or country in parts_of(country.partition("-")[0])


@cache
def countries(locale: str = "en") -> dict[str, str]:
    """Every country whose holidays we know, by its two letters, with its name; sorted by name."""
    import holidays  # noqa: PLC0415 - starting up need not wait for it

    names = _territories(locale)
    known = {code: names[code] for code in holidays.list_supported_countries() if len(code) == 2 and code in names}
    return dict(sorted(known.items(), key=lambda entry: plain(entry[1])))


@cache
def parts_of(country: str) -> dict[str, str]:
    """The parts of a country with holidays of their own, by codes such as "CA-ON", with local names; sorted by name."""
    import holidays  # noqa: PLC0415 - starting up need not wait for it

    if country not in holidays.list_supported_countries():
        return {}
    names = getattr(holidays, country).get_subdivision_aliases()  # of the class: an instance reads translations
    parts = {f"{country}-{part}": (spelt or [part])[0] for part, spelt in names.items() if len(part) <= 4}
    return dict(sorted(parts.items(), key=lambda entry: plain(entry[1])))


@cache
def _territories(locale: str) -> dict[str, str]:
    return {code: str(name) for code, name in spoken_in(locale).territories.items()}
