"""Time zones as people type them: the IANA name that is meant, or the names that look alike."""

from difflib import get_close_matches
from functools import cache
from zoneinfo import available_timezones

from bot.domain.time.localtime import is_zone


@cache
def _names() -> dict[str, str]:
    """Every zone by its name in small letters, and the last part of it ("berlin") where it means one zone alone."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))
    whole = {zone.lower(): zone for zone in [*zones, "UTC"]}
    cities: dict[str, list[str]] = {}
    for zone in zones:
        cities.setdefault(zone.rpartition("/")[2].lower(), []).append(zone)
    return {city: found[0] for city, found in cities.items() if len(found) == 1} | whole


def find_zone(text: str) -> str | None:
    """The IANA zone meant by "europe/berlin", "Berlin" or "new york"; None where none or several could be."""
    plain = "_".join(text.split())
    found = _names().get(plain.lower(), plain)
    return found if is_zone(found) else None


def similar_zones(text: str, most: int = 3) -> list[str]:
    """Zones whose names look like `text`, the likeliest first."""
    near = get_close_matches("_".join(text.lower().split()), list(_names()), n=most, cutoff=0.6)
    return list(dict.fromkeys(_names()[name] for name in near))
