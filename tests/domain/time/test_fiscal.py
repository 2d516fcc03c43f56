"""Fiscal calendars: every day has its quarter, and every quarter its two closing weeks."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time.fiscal import (
    FiscalCalendar,
    Pressure,
    QuarterPattern,
    closing_between,
    closing_weeks,
    pressure_in,
    previous_quarter,
    quarter_of,
)
from bot.domain.time.localtime import DAY, WEEK, week_of

CALENDARS = st.builds(FiscalCalendar, st.integers(1, 12), st.sampled_from(QuarterPattern))
DATES = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("on", "start_month", "number", "first", "last"),
    [
        pytest.param(date(2026, 11, 24), 1, 4, date(2026, 10, 1), date(2026, 12, 31), id="calendar year"),
        pytest.param(date(2026, 11, 24), 2, 4, date(2026, 11, 1), date(2027, 1, 31), id="from February, over New Year"),
        pytest.param(date(2027, 1, 31), 2, 4, date(2026, 11, 1), date(2027, 1, 31), id="the last day of the year"),
        pytest.param(date(2026, 4, 1), 4, 1, date(2026, 4, 1), date(2026, 6, 30), id="the first day of the year"),
        pytest.param(date(2026, 8, 15), 7, 1, date(2026, 7, 1), date(2026, 9, 30), id="from July"),
        pytest.param(date(2026, 9, 1), 12, 4, date(2026, 9, 1), date(2026, 11, 30), id="from December"),
    ],
)
def test_quarters_of_calendar_months(on: date, start_month: int, number: int, first: date, last: date) -> None:
    quarter = quarter_of(on, FiscalCalendar(start_month))
    assert (quarter.number, quarter.first, quarter.last) == (number, first, last)


def test_thirteen_weeks_a_quarter_and_a_long_fourth_one_in_a_year_of_53_weeks() -> None:
    by_weeks = FiscalCalendar(1, QuarterPattern.WEEKS)
    assert by_weeks.year_start(2026) == date(2025, 12, 29)
    assert quarter_of(date(2026, 3, 29), by_weeks).last == date(2026, 3, 29)
    lengths = {year: (by_weeks.year_start(year + 1) - by_weeks.year_start(year)) // WEEK for year in range(2020, 2032)}
    assert {year for year, weeks in lengths.items() if weeks == 53} == {2020, 2026}
    long = quarter_of(date(2026, 12, 31), by_weeks)
    assert (long.number, (long.last + DAY - long.first) // WEEK) == (4, 14)


@given(DATES, CALENDARS)
def test_every_day_lies_in_its_quarter_and_quarters_follow_without_a_gap(on: date, fiscal: FiscalCalendar) -> None:
    quarter = quarter_of(on, fiscal)
    assert quarter.first <= on <= quarter.last
    following = quarter_of(quarter.last + DAY, fiscal)
    assert following.first == quarter.last + DAY
    assert following.number == quarter.number % 4 + 1
    assert previous_quarter(following.first, fiscal) == quarter
    assert timedelta(days=87) < quarter.last - quarter.first < timedelta(days=98)


@given(DATES, CALENDARS)
def test_every_week_belongs_to_one_quarter(on: date, fiscal: FiscalCalendar) -> None:
    quarter = quarter_of(on, fiscal)
    following = quarter_of(quarter.last + DAY, fiscal)
    assert quarter.weeks[-1] + WEEK == following.weeks[0]
    assert 12 <= len(quarter.weeks) <= 14


@given(DATES, CALENDARS)
def test_two_weeks_close_a_quarter_and_nothing_else_is_a_quarters_end(on: date, fiscal: FiscalCalendar) -> None:
    quarter = quarter_of(on, fiscal)
    closing = closing_weeks(quarter)
    assert len(closing) == 2
    weeks = [week_of(quarter.first) + number * WEEK for number in range(3, 14)]
    inside = [week for week in weeks if week <= closing[-1]]
    assert closing_between(inside[0], inside[-1], fiscal) == {*closing}


@pytest.mark.parametrize(
    ("last_day", "closing"),
    [
        pytest.param(date(2026, 12, 31), (date(2026, 12, 21), date(2026, 12, 28)), id="a Thursday"),
        pytest.param(date(2027, 1, 31), (date(2027, 1, 18), date(2027, 1, 25)), id="a Sunday: the weeks before it"),
        pytest.param(date(2026, 8, 31), (date(2026, 8, 24), date(2026, 8, 31)), id="a Monday: its week and the last"),
    ],
)
def test_the_closing_weeks_hold_the_last_working_day(last_day: date, closing: tuple[date, date]) -> None:
    fiscal = FiscalCalendar(last_day.month % 12 + 1)
    assert closing_weeks(quarter_of(last_day, fiscal)) == closing


@given(DATES, st.integers(0, 60), CALENDARS)
def test_the_weeks_that_close_a_quarter_are_those_of_the_quarters_that_their_days_are_in(
    on: date, more: int, fiscal: FiscalCalendar
) -> None:
    weeks = [week_of(on) + number * WEEK for number in range(more + 1)]
    quarters = {week: {quarter_of(week + number * DAY, fiscal) for number in range(7)} for week in weeks}
    closing = {week for week in weeks if any(week in closing_weeks(quarter) for quarter in quarters[week])}
    assert closing_between(weeks[0], weeks[-1], fiscal) == closing


def test_what_the_leader_says_of_a_week_comes_first() -> None:
    closing, calm = date(2026, 12, 21), date(2026, 11, 2)
    assert pressure_in(closing, {closing}, {}) is Pressure.QUARTER_END
    assert pressure_in(closing, {closing}, {closing: False}) is None
    assert pressure_in(closing, {closing}, {closing: True}) is Pressure.QUARTER_END
    assert pressure_in(calm, {closing}, {}) is None
    assert pressure_in(calm, {closing}, {calm: True}) is Pressure.MARKED
