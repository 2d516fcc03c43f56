"""The menu of time zones: by city and country, in one's own language."""

import pytest

from bot.domain.time.zone_menu import zone_label, zones_like, zones_of_country
from bot.domain.time.zones import is_abbreviation, other_cities, zones_by_country


@pytest.mark.parametrize(
    ("typed", "locale", "zone", "label"),
    [
        ("istanbul", "en-US", "Europe/Istanbul", "Istanbul, Türkiye"),
        ("Zürich", "de-CH", "Europe/Zurich", "Zürich, Schweiz"),
        ("zurich", "fr-CH", "Europe/Zurich", "Zurich, Suisse"),
        ("チューリッヒ", "ja-JP", "Europe/Zurich", "チューリッヒ, スイス"),
        ("buenos aires", "pt-BR", "America/Argentina/Buenos_Aires", "Buenos Aires, Argentina"),
        ("turkey", "en-GB", "Europe/Istanbul", "Istanbul, Türkiye"),
        ("munich", "en-US", "Europe/Berlin", "Munich (Berlin, Germany)"),
        ("san francisco", "en-US", "America/Los_Angeles", "San Francisco (Los Angeles, United States)"),
        ("EST", "en-US", "America/New_York", "New York, United States"),
        ("Instanbul", "en-US", "Europe/Istanbul", "Istanbul, Türkiye"),
        ("right/Europe/Berlin", "en-US", "Europe/Berlin", "Berlin, Germany"),
        ("Asia/Calcutta", "en-IN", "Asia/Kolkata", "Kolkata, India"),
        ("utc", "en-US", "UTC", "UTC"),
    ],
)
def test_a_zone_is_found_by_city_and_country_in_any_language(typed: str, locale: str, zone: str, label: str) -> None:
    assert next(iter(zones_like(typed, locale).items())) == (zone, label)


@pytest.mark.parametrize("typed", ["Factory", "localtime", "Etc/GMT+5", "qqqq"])
def test_what_is_no_place_offers_nothing(typed: str) -> None:
    assert zones_like(typed) == {}


def test_a_country_of_many_zones_begins_with_the_most_populous() -> None:
    assert list(zones_of_country("US"))[:1] == ["America/New_York"]
    assert list(zones_like("united states"))[:1] == ["America/New_York"]
    assert zones_of_country(None) == {}


def test_a_large_city_is_named_under_a_zone_that_is_a_place() -> None:
    places = {zone for zones in zones_by_country().values() for zone in zones}
    assert set(other_cities()) <= places
    assert not any(is_abbreviation(city) for cities in other_cities().values() for city in cities)


@pytest.mark.parametrize("locale", ["en-US", "de-DE", "ja-JP", "xx-YY", ""])
def test_every_label_fits_a_menu(locale: str) -> None:
    assert all(len(zone_label(zone, locale)) <= 75 for zones in zones_by_country().values() for zone in zones)
