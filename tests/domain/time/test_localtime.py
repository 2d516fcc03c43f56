"""What a local time means in UTC."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time.localtime import WallTime, add_months, instant, is_zone, kept, local, local_date, week_of
from tests.domain.calendars import ZONES


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]  # mypy cannot count the parts


@pytest.mark.parametrize(
    ("on", "at", "zone", "due"),
    [
        (date(2026, 1, 7), time(8, 30), "Europe/Berlin", utc(2026, 1, 7, 7, 30)),
        (date(2026, 7, 7), time(8, 30), "Europe/Berlin", utc(2026, 7, 7, 6, 30)),
        (date(2026, 7, 7), time(8, 30), "Asia/Kolkata", utc(2026, 7, 7, 3, 0)),
        (date(2026, 7, 7), time(8, 30), "America/Sao_Paulo", utc(2026, 7, 7, 11, 30)),
        (date(2026, 7, 7), time(8, 30), "Pacific/Auckland", utc(2026, 7, 6, 20, 30)),
        # autumn: 02:30 happens twice, and the first counts
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", utc(2026, 10, 25, 0, 30)),
        (date(2026, 11, 1), time(1, 30), "America/New_York", utc(2026, 11, 1, 5, 30)),
        (date(2026, 10, 25), time(2, 30, fold=1), "Europe/Berlin", utc(2026, 10, 25, 0, 30)),
        # spring: the hour does not exist, and the first instant after it counts
        (date(2026, 3, 29), time(2, 0), "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(2, 30), "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(2, 59, 59, 999), "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(3, 0), "Europe/Berlin", utc(2026, 3, 29, 1, 0)),
        (date(2026, 3, 29), time(1, 59), "Europe/Berlin", utc(2026, 3, 29, 0, 59)),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", utc(2026, 10, 3, 15, 30)),  # half-hour summer time
        (date(2026, 3, 28), time(23, 30), "America/Nuuk", utc(2026, 3, 29, 1, 0)),  # across midnight
    ],
)
def test_a_wall_clock_time_is_one_instant(on: date, at: time, zone: str, due: datetime) -> None:
    assert instant(on, at, zone) == due
    assert instant(on, at, zone).tzinfo is UTC


def test_every_second_of_the_gap_in_spring_is_the_instant_after_it() -> None:
    gap = (time(2, second // 60, second % 60, 500) for second in range(0, 3600, 7))
    assert {instant(date(2026, 3, 29), at, "Europe/Berlin") for at in gap} == {utc(2026, 3, 29, 1, 0)}


@pytest.mark.parametrize(
    ("moment", "at", "zone", "today"),
    [
        pytest.param(utc(2026, 7, 7, 6, 30), time(8, 30), "Europe/Berlin", utc(2026, 7, 7, 6, 30), id="same rules"),
        pytest.param(utc(2026, 7, 7, 7, 30), time(8, 30), "Europe/Berlin", utc(2026, 7, 7, 6, 30), id="other rules"),
        pytest.param(utc(2026, 7, 6, 6, 30), time(8, 30), "Europe/Berlin", utc(2026, 7, 7, 6, 30), id="another date"),
        pytest.param(utc(2026, 7, 7, 7, 30), None, "Europe/Berlin", utc(2026, 7, 7, 7, 30), id="an instant"),
        pytest.param(utc(2026, 7, 7, 7, 30), time(8, 30), "Nowhere", utc(2026, 7, 7, 7, 30), id="an unknown zone"),
    ],
)
def test_what_was_planned_by_the_wall_clock_keeps_to_it(
    moment: datetime, at: time | None, zone: str, today: datetime
) -> None:
    assert kept(moment, date(2026, 7, 7), at, zone) == today
    if at is not None:
        assert WallTime(datetime.combine(date(2026, 7, 7), at), zone).kept(moment) == today


def test_the_second_of_an_hour_that_comes_twice_stays_the_second() -> None:
    second = utc(2026, 10, 25, 1, 30)
    assert kept(second, date(2026, 10, 25), time(2, 30), "Europe/Berlin") == second


def test_what_somebody_said_is_an_instant_by_the_rules_of_its_zone() -> None:
    assert WallTime(datetime(2026, 7, 7, 8, 30), "Europe/Berlin").instant() == utc(2026, 7, 7, 6, 30)  # noqa: DTZ001 - on the wall


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.times(), st.sampled_from(ZONES))
def test_later_on_the_wall_is_never_earlier_in_utc(on: date, at: time, zone: str) -> None:
    moment = instant(on, at, zone)
    shown = local(moment, zone).replace(tzinfo=None)
    assert shown >= datetime.combine(on, at)
    assert instant(on, time(0), zone) <= moment <= instant(on, time(23, 59, 59, 999999), zone)


def test_a_moment_has_its_own_date_in_each_zone() -> None:
    moment = utc(2026, 7, 6, 20, 30)
    assert local_date(moment, "Pacific/Auckland") == date(2026, 7, 7)
    assert local_date(moment, "America/New_York") == date(2026, 7, 6)
    assert local(moment, "Asia/Kolkata").hour == 2


@pytest.mark.parametrize("name", ["", "Europe", "Europe/Nowhere", "../etc/passwd", "/etc/passwd", "Berlin\0", "CET+1"])
def test_what_is_no_zone_is_refused(name: str) -> None:
    assert not is_zone(name)
    with pytest.raises(ValueError, match="not a time zone"):
        instant(date(2026, 1, 7), time(8, 30), name)


@pytest.mark.parametrize("name", ZONES)
def test_what_is_a_zone_is_known(name: str) -> None:
    assert is_zone(name)


def test_a_week_is_named_by_its_monday() -> None:
    assert week_of(date(2026, 11, 23)) == week_of(date(2026, 11, 29)) == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-10-19", 18, "2025-04-19"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-30", 1, "2028-02-29"),
        ("2026-08-31", 1, "2026-07-31"),
        ("2026-05-31", 1, "2026-04-30"),
        ("2026-12-31", 12, "2025-12-31"),
        ("2026-01-15", 1, "2025-12-15"),
    ],
)
def test_months_are_calendar_months(day: str, months: int, before: str) -> None:
    assert add_months(date.fromisoformat(day), -months) == date.fromisoformat(before)
    assert add_months(datetime.fromisoformat(f"{day}T09:30"), -months) == datetime.fromisoformat(f"{before}T09:30")
