"""Where a week begins."""

from datetime import date

import pytest

from bot.domain.time.weeks import first_weekday, week_around

MONDAY, SATURDAY, SUNDAY = 0, 5, 6


@pytest.mark.parametrize(
    ("zone", "locale", "first"),
    [
        ("Europe/Berlin", "en-US", MONDAY),
        ("Asia/Jerusalem", "", SUNDAY),
        ("America/New_York", "de-DE", SUNDAY),
        ("America/Sao_Paulo", "pt-BR", SUNDAY),
        ("Africa/Cairo", "en-US", SATURDAY),
        ("UTC", "de-DE", MONDAY),
        ("UTC", "en-US", SUNDAY),
        ("UTC", "", MONDAY),
        ("UTC", "xx-YY", MONDAY),
    ],
)
def test_it_begins_where_one_lives(zone: str, locale: str, first: int) -> None:
    assert first_weekday(zone, locale) == first


@pytest.mark.parametrize(
    ("on", "first", "monday"),
    [
        (date(2026, 10, 25), SUNDAY, date(2026, 10, 26)),
        (date(2026, 10, 25), MONDAY, date(2026, 10, 19)),
        (date(2026, 10, 24), SATURDAY, date(2026, 10, 26)),
        (date(2026, 10, 24), SUNDAY, date(2026, 10, 19)),
        (date(2026, 10, 22), SUNDAY, date(2026, 10, 19)),
    ],
)
def test_its_monday_names_it(on: date, first: int, monday: date) -> None:
    assert week_around(on, first) == monday
