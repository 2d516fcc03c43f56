"""Pressure weeks: which can be marked, how they are typed, and whose the fiscal calendar is."""

from datetime import date, timedelta

import pytest

from bot.domain.people.people import Who
from bot.domain.time.fiscal import FiscalCalendar, QuarterPattern
from bot.errors import Problem
from bot.services.services import Services
from tests.fakes import FakeDirectory

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
    facts = await services.pressure.typed(leader, typed)
    assert [one for one, why in facts.weeks if why] == ([week] if week else [])


@pytest.mark.parametrize(("typed", "key"), [("banana", "unclear"), ("yesterday", "past"), ("1 sep", "far")])
async def test_a_week_that_cannot_be_marked_is_told_in_words_about_weeks(
    services: Services, leader: Who, typed: str, key: str
) -> None:
    with pytest.raises(Problem, match=rf"^pressure\.problems\.{key}$"):
        await services.pressure.typed(leader, typed)


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
