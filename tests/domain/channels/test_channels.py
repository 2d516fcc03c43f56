"""Zones as people type them for a channel."""

import pytest

from bot.domain.channels.channels import read_zone


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("AMERICA/SAO_PAULO", "America/Sao_Paulo"),
        ("new york", "America/New_York"),
        ("utc", "UTC"),
    ],
)
def test_zones_are_read_however_they_are_cased(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone
