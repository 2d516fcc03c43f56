"""Pressure weeks: which can be marked, how they are typed, and who owns the fiscal calendar."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.people.people import Position, Who
from bot.domain.people.settings import SettingsForm
from bot.domain.time.fiscal import FiscalCalendar, QuarterPattern
from bot.errors import Problem
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock

WEEK = date(2026, 10, 19)


@pytest.mark.parametrize(
    ("typed", "week"),
    [
        ("", None),
        ("this week", WEEK),
        ("next", WEEK + timedelta(weeks=1)),
        ("week of 4 nov", date(2026, 11, 2)),
    ],
)
async def test_a_week_is_marked_as_it_is_typed(services: Services, leader: Who, typed: str, week: date | None) -> None:
    facts = await services.pressure.mark_typed(leader, typed)
    assert [one for one, why in facts.weeks if why] == ([week] if week else [])


@pytest.mark.parametrize(
    ("zone", "typed", "week"),
    [
        ("Asia/Jerusalem", "this week", date(2026, 10, 26)),
        ("Asia/Jerusalem", "next week", date(2026, 11, 2)),
        ("Europe/Berlin", "this week", date(2026, 10, 19)),
        ("Europe/Berlin", "next week", date(2026, 10, 26)),
    ],
)
async def test_on_a_sunday_this_week_is_the_one_that_begins_where_weeks_begin_on_sundays(
    services: Services, directory: FakeDirectory, clock: MovableClock, zone: str, typed: str, week: date
) -> None:
    clock.now = datetime(2026, 10, 25, 8, tzinfo=UTC)
    ana = directory.add("U9", "Ana", zone=zone)
    await services.onboarding.position(ana, Position.LEADER)
    facts = await services.pressure.mark_typed(ana, typed)
    assert [one for one, why in facts.weeks if why] == [week]


@pytest.mark.parametrize(
    ("zone", "days", "week"),
    [
        ("Asia/Jerusalem", {6, 0, 1, 2, 3}, date(2026, 10, 26)),
        ("America/New_York", {0, 1, 2, 3, 4}, date(2026, 10, 19)),
    ],
)
async def test_a_check_in_on_a_sunday_is_for_the_week_that_its_work_belongs_to(
    services: Services, directory: FakeDirectory, clock: MovableClock, zone: str, days: set[int], week: date
) -> None:
    clock.now = datetime(2026, 10, 25, 15, tzinfo=UTC)
    ana = directory.add("U9", "Ana", zone=zone)
    await services.onboarding.position(ana, Position.LEADER)
    form = SettingsForm("", True, time(9), frozenset(days), 3, checkin_at=time(15), country="")
    await services.settings.save(ana, form)
    assert (await services.checkins.facts(ana)).week == week


@pytest.mark.parametrize(
    ("typed", "key"), [("banana", "unclear"), ("yesterday", "past"), ("1 sep", "far"), ("14 dec 2027", "beyond")]
)
async def test_a_week_that_cannot_be_marked_is_told_in_words_about_weeks(
    services: Services, leader: Who, typed: str, key: str
) -> None:
    with pytest.raises(Problem, match=rf"^pressure\.problems\.{key}$"):
        await services.pressure.mark_typed(leader, typed)


@pytest.mark.parametrize("week", [WEEK + timedelta(days=1), WEEK + timedelta(weeks=60)], ids=["no Monday", "far away"])
async def test_a_button_with_no_week_of_ours_is_stale(services: Services, leader: Who, week: date) -> None:
    with pytest.raises(Problem, match="stale"):
        await services.pressure.mark(leader, week, is_pressure=True)


async def test_the_fiscal_calendar_is_for_admins(services: Services, directory: FakeDirectory, leader: Who) -> None:
    with pytest.raises(Problem, match="admins_only"):
        await services.pressure.set_calendar(leader, 2, QuarterPattern.WEEKS)
    nora = directory.add("U3", "Nora", is_admin=True)
    await services.pressure.set_calendar(nora, 2, QuarterPattern.WEEKS)
    assert (await services.pressure.calendar(nora)).fiscal == FiscalCalendar(2, QuarterPattern.WEEKS)
