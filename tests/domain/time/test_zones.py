"""Time zones as people name them."""

import pytest

from bot.domain.time.zones import country_of_zone, find_zone, similar_zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        (" new  york ", "America/New_York"),
        ("utc", "UTC"),
        ("Istanbul", "Europe/Istanbul"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Indianapolis", "America/Indiana/Indianapolis"),
        ("Zürich", "Europe/Zurich"),
        ("zurich", "Europe/Zurich"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Calcutta", "Asia/Kolkata"),
        ("Kalkutta", "Asia/Kolkata"),
        ("Kiev", "Europe/Kyiv"),
        ("Varsovie", "Europe/Warsaw"),
        ("東京", "Asia/Tokyo"),
        ("Turkey", "Europe/Istanbul"),
        ("Türkei", "Europe/Istanbul"),
        ("Deutschland", "Europe/Berlin"),
        ("Suiza", "Europe/Zurich"),
        ("日本", "Asia/Tokyo"),
        ("India", "Asia/Kolkata"),
        ("Denmark", "Europe/Copenhagen"),
        ("US/Eastern", "America/New_York"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe", None),
        ("Mars/Olympus", None),
        ("Brazil", None),
        ("United States", None),
        ("EST", None),
        ("CET", None),
        ("GMT", None),
        ("EST5EDT", None),
        ("Etc/GMT+5", None),
        ("Factory", None),
        ("localtime", None),
        ("right/Europe/Berlin", None),
        ("posix/Europe/Berlin", None),
        ("", None),
    ],
)
def test_a_zone_is_found_by_a_place(typed: str, zone: str | None) -> None:
    assert find_zone(typed) == zone


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Europe/Berln", "Europe/Berlin"),
        ("Kolkatta", "Asia/Kolkata"),
        ("EST", "America/New_York"),
        ("pst", "America/Los_Angeles"),
        ("CET", "Europe/Berlin"),
        ("JST", "Asia/Tokyo"),
        ("Instanbul", "Europe/Istanbul"),
        ("right/Europe/Berlin", "Europe/Berlin"),
        ("posix/Asia/Tokyo", "Asia/Tokyo"),
    ],
)
def test_what_could_be_meant_is_named(typed: str, near: str) -> None:
    assert similar_zones(typed)[0] == near


def test_an_abbreviation_of_several_places_brings_all_of_them() -> None:
    assert similar_zones("IST") == ["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"]


def test_a_country_with_several_zones_brings_some_of_them() -> None:
    assert {country_of_zone(zone) for zone in similar_zones("Brasilien")} == {"BR"}
    assert similar_zones("Brazil")[0] == "America/Sao_Paulo", "where most people are"


@pytest.mark.parametrize("typed", ["qqqq", "Factory", "localtime", "posixrules", "Etc/GMT+5"])
def test_nothing_looks_like_what_is_no_place(typed: str) -> None:
    assert similar_zones(typed) == []


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Europe/Copenhagen", "DK"),
        ("Europe/Zurich", "CH"),
        ("US/Eastern", "US"),
        ("Asia/Calcutta", "IN"),
        ("America/Toronto", "CA"),
        ("UTC", None),
        ("Etc/GMT+5", None),
    ],
)
def test_the_country_of_a_zone(zone: str, country: str | None) -> None:
    assert country_of_zone(zone) == country
