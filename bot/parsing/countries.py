"""Parses countries, and checks that we can compute their holidays."""

from difflib import get_close_matches
from functools import cache

from bot.errors import Problem

LONGEST = 8  # the most characters that a stored code may have
FIELD = "country"


def read_country(text: str) -> str | None:
    """The code for "de", "DE-BY", "us ny" or "Germany"; None where nothing was typed.

    Raises Problem at the field where there is no such country, or no such part of it.
    """
    typed = " ".join(text.split())
    if not typed:
        return None
    whole = _codes().get(_plain(typed))
    if whole is not None:
        return whole
    code, _, part = typed.replace(" ", "-").partition("-")
    country = _codes().get(_plain(code))
    if country is None:
        near = " / ".join(_near(typed))
        raise Problem(f"settings.problems.country{'_near' if near else ''}", field=FIELD, given=typed, near=near)
    return _with_part(country, part)


def _with_part(country: str, part: str) -> str:
    parts = {code.upper(): code for code in _parts()[country] if len(country) + 1 + len(code) <= LONGEST}
    if part.upper() in parts:
        return f"{country}-{parts[part.upper()]}"
    if not parts:
        raise Problem("settings.problems.no_parts", field=FIELD, country=country)
    raise Problem("settings.problems.part", field=FIELD, country=country, part=part, parts=", ".join(parts.values()))


def _plain(text: str) -> str:
    return text.lower().replace(" ", "_")


@cache
def _codes() -> dict[str, str]:
    """Every two-letter code by itself, its three letters, and the country's English name, all small."""
    from holidays.registry import COUNTRIES  # noqa: PLC0415 - a start need not wait for it

    by_name = {code.lower(): code for code in _parts()}
    for name, (_, *codes) in COUNTRIES.items():
        known = next((code for code in codes if code in _parts()), None)
        if known is not None:
            by_name |= {name: known} | {code.lower(): known for code in codes if len(code) == 3}
    return by_name


@cache
def _parts() -> dict[str, list[str]]:
    import holidays  # noqa: PLC0415 - a start need not wait for it

    return {code: list(parts) for code, parts in holidays.list_supported_countries().items() if len(code) == 2}


def _near(typed: str) -> list[str]:
    names = get_close_matches(_plain(typed), [name for name in _codes() if len(name) > 3], n=3, cutoff=0.7)
    return list(dict.fromkeys(f"{_codes()[name]} ({name.replace('_', ' ').title()})" for name in names))
