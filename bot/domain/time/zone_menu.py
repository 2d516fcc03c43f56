"""Time zones as a menu shows them: a city and its country in the reader's language, searchable by typing. Pure."""

from collections.abc import Iterable

from bot.domain.time.names import INSIDE, best, rank
from bot.domain.time.zones import (
    UTC,
    abbreviated,
    country_of_zone,
    names_of_zones,
    other_cities,
    plain,
    similar_zones,
    spoken_in,
    zones_by_country,
)

MOST = 50
COUNTRY = INSIDE + 1  # a matching city comes before a matching country


def zone_label(zone: str, locale: str = "en") -> str:
    """ "Zürich, Schweiz": the city that a zone is named after, and its country; the bare name if it is not a place."""
    country = country_of_zone(zone)
    if country is None:
        return zone
    spoken = spoken_in(locale)
    city = spoken.time_zones.get(zone, {}).get("city") or zone.rpartition("/")[2].replace("_", " ")
    name = str(spoken.territories.get(country, country))
    return f"{city}, {name}" if plain(city) != plain(name) else city


def zones_of_country(country: str | None, locale: str = "en") -> dict[str, str]:
    """The zones of a country with their labels, the most populous first."""
    return {zone: zone_label(zone, locale) for zone in zones_by_country().get(country or "", ())}


def zones_like(typed: str, locale: str = "en") -> dict[str, str]:
    """The zones whose city, country or name matches what was typed, with their labels, the best first.

    "Munich" is Berlin's zone and labelled so. An abbreviation ("EST") gives the places that it stands for. If nothing
    matches, similar spellings are offered.
    """
    wanted = plain(typed)
    if wanted == UTC.lower():
        return {UTC: UTC}
    ranked = [(fit, order, zone) for order, (fit, zone) in enumerate(_fits(wanted)) if fit is not None]
    fitting = abbreviated(typed) + [zone for _, _, zone in best(ranked)] or similar_zones(typed)
    return {zone: _shown(zone, wanted, locale) for zone in list(dict.fromkeys(fitting))[:MOST]}


def _fits(wanted: str) -> Iterable[tuple[int | None, str]]:
    for zone, (cities, countries) in names_of_zones().items():
        by_city, by_country = rank(wanted, cities), rank(wanted, countries)
        yield (by_city if by_city is not None else by_country if by_country is None else COUNTRY + by_country), zone


def _shown(zone: str, wanted: str, locale: str) -> str:
    """The label, with the typed city if that is another city of the zone."""
    label = zone_label(zone, locale)
    city = next((name for name in other_cities().get(zone, ()) if plain(name).startswith(wanted)), "")
    return f"{city} ({label})" if city and wanted and not plain(label).startswith(wanted) else label
