"""Countries and their parts: found by name in any of our languages."""

import tomllib
from importlib.resources import files

import pytest

from bot.domain.people.countries import is_known, parts_of, places_called, places_like


@pytest.mark.parametrize(
    ("typed", "locale", "code", "name"),
    [
        ("england", "de-DE", "GB-ENG", "England, Vereinigtes Königreich"),
        ("angleterre", "fr-FR", "GB-ENG", "Angleterre, Royaume-Uni"),
        ("イングランド", "ja-JP", "GB-ENG", "イングランド, イギリス"),
        ("bav", "en-US", "DE-BY", "Bavaria, Germany"),
        ("bayern", "es-ES", "DE-BY", "Baviera, Alemania"),
        ("ontar", "pt-BR", "CA-ON", "Ontário, Canadá"),
        ("germany", "de-DE", "DE", "Deutschland"),
        ("de-by", "de-DE", "DE-BY", "Bayern, Deutschland"),
        ("usa", "en-US", "US", "United States"),
        ("ny", "en-US", "US-NY", "New York, United States"),
    ],
)
def test_a_country_or_its_part_is_found_by_name(typed: str, locale: str, code: str, name: str) -> None:
    assert next(iter(places_like(typed, locale).items())) == (code, name)


def test_a_name_of_two_places_is_both() -> None:
    assert places_called("Georgia") == ["GE", "US-GA"]
    assert places_called("Narnia") == []


def test_what_is_chosen_is_known() -> None:
    assert is_known("DE-BY")
    assert is_known("JP")
    assert not is_known("DE-XX")
    assert not is_known("XX")


def test_every_part_that_has_a_name_is_one() -> None:
    names = tomllib.loads(files("bot.domain.people").joinpath("part_names.toml").read_text(encoding="utf-8"))
    assert [part for language in names.values() for part in language if part not in parts_of(part[:2])] == []
