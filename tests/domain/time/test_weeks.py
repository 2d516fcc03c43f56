"""Where a week begins."""

from datetime import date

import pytest

from bot.domain.time.weeks import first_weekday, first_workday, region, usual_hours, week_around, week_worked

MONDAY, TUESDAY, FRIDAY, SATURDAY, SUNDAY = 0, 1, 4, 5, 6


@pytest.mark.parametrize(
    ("zone", "locale", "country"),
    [
        pytest.param("Europe/Berlin", "pt-br", "BR", id="the locale's, in capital letters"),
        pytest.param("Europe/Berlin", "pt_BR", "BR", id="as other systems write it"),
        pytest.param("Europe/Berlin", "en-US", "DE", id="Slack's default says nothing"),
        pytest.param("Europe/Berlin", "es-419", "DE", id="a continent is no country"),
        pytest.param("UTC", "de", "", id="nowhere"),
    ],
)
def test_whose_conventions_somebody_follows(zone: str, locale: str, country: str) -> None:
    assert region(zone, locale) == country


@pytest.mark.parametrize(
    ("zone", "locale", "first"),
    [
        ("Europe/Berlin", "en-US", MONDAY),
        ("Asia/Jerusalem", "", SUNDAY),
        ("America/New_York", "de-DE", MONDAY),
        ("America/New_York", "en-US", SUNDAY),
        ("Europe/Berlin", "he-IL", SUNDAY),
        ("America/Mexico_City", "es-419", SUNDAY),
        ("America/Sao_Paulo", "pt-BR", SUNDAY),
        ("Africa/Cairo", "en-US", SATURDAY),
        ("UTC", "de-DE", MONDAY),
        ("UTC", "en-US", SUNDAY),
        ("UTC", "", MONDAY),
        ("UTC", "xx-YY", MONDAY),
    ],
)
def test_it_begins_as_the_locale_says_else_as_where_one_lives(zone: str, locale: str, first: int) -> None:
    assert first_weekday(zone, locale) == first


@pytest.mark.parametrize(
    ("on", "first", "monday"),
    [
        (date(2026, 10, 25), SUNDAY, date(2026, 10, 26)),
        (date(2026, 10, 25), MONDAY, date(2026, 10, 19)),
        (date(2026, 10, 24), SATURDAY, date(2026, 10, 26)),
        (date(2026, 10, 24), SUNDAY, date(2026, 10, 19)),
        (date(2026, 10, 22), SUNDAY, date(2026, 10, 19)),
        (date(2026, 10, 26), TUESDAY, date(2026, 10, 26)),
    ],
)
def test_its_monday_names_it(on: date, first: int, monday: date) -> None:
    assert week_around(on, first) == monday


def test_a_sunday_that_is_worked_belongs_to_the_week_it_begins() -> None:
    sunday = date(2026, 10, 25)
    assert week_worked(sunday, SUNDAY, {6, 0, 1, 2, 3}) == date(2026, 10, 26)
    assert week_worked(sunday, SUNDAY, {0, 1, 2, 3, 4}) == date(2026, 10, 19), "the end of a weekend in Chicago"
    assert week_worked(sunday, SATURDAY, {6, 0, 1, 2, 3}) == date(2026, 10, 26), "in Cairo"
    assert week_worked(date(2026, 10, 29), SUNDAY, {2, 3, 4}) == date(2026, 10, 26), "three days a week"
    assert week_worked(sunday, MONDAY, {6, 0, 1, 2, 3}) == date(2026, 10, 19)


def test_a_week_that_begins_on_a_working_day_begins_whoever_works_on_it() -> None:
    assert week_worked(date(2026, 10, 27), MONDAY, {2, 3, 4}) == date(2026, 10, 26), "a Tuesday off"
    assert week_worked(date(2026, 10, 23), FRIDAY, {4, 6, 0, 1}) == date(2026, 10, 19), "in the Maldives"
    assert week_worked(date(2026, 10, 24), SATURDAY, {5, 6, 0, 1}) == date(2026, 10, 26), "a Saturday that is worked"


@pytest.mark.parametrize(
    ("zone", "locale", "first"),
    [
        ("Asia/Jerusalem", "he-IL", SUNDAY),
        ("Africa/Cairo", "ar-EG", SUNDAY),
        ("Africa/Djibouti", "fr-DJ", MONDAY),
        ("America/New_York", "en-US", MONDAY),
        ("Asia/Tokyo", "ja-JP", MONDAY),
        ("Europe/Berlin", "de-DE", MONDAY),
        ("UTC", "xx-YY", MONDAY),
    ],
)
def test_work_begins_on_the_first_day_that_is_no_weekend(zone: str, locale: str, first: int) -> None:
    assert first_workday(zone, locale) == first


@pytest.mark.parametrize(
    ("zone", "locale", "hours"),
    [
        ("America/New_York", "en-US", 12),
        ("Europe/Berlin", "en-US", 24),
        ("Europe/Berlin", "de-DE", 24),
        ("America/New_York", "de-DE", 24),
        ("Europe/London", "en-GB", 24),
        ("Australia/Sydney", "", 12),
        ("Asia/Kolkata", "en-IN", 12),
        ("Asia/Tokyo", "ja-JP", 24),
        ("UTC", "xx-YY", 24),
    ],
)
def test_times_are_written_as_the_locale_says_else_as_where_one_lives(zone: str, locale: str, hours: int) -> None:
    assert usual_hours(zone, locale) == hours
