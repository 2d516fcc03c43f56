"""Time zones as people type them."""

import pytest

from bot.domain.time.zones import find_zone, similar_zones


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        (" new  york ", "America/New_York"),
        ("utc", "UTC"),
        ("Europe", None),
        ("Mars/Olympus", None),
        ("", None),
    ],
)
def test_a_zone_is_found_by_its_name_or_its_city(typed: str, zone: str | None) -> None:
    assert find_zone(typed) == zone


@pytest.mark.parametrize(("typed", "near"), [("Europe/Berln", "Europe/Berlin"), ("Kolkatta", "Asia/Kolkata")])
def test_a_mistyped_one_brings_what_looks_like_it(typed: str, near: str) -> None:
    assert similar_zones(typed)[0] == near


def test_nothing_looks_like_nonsense() -> None:
    assert similar_zones("qqqq") == []
