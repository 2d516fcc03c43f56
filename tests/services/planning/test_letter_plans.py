"""Which quarter a planned letter is about, and when it moves."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.people.people import Person, PersonStatus
from bot.domain.plans import Plan
from bot.domain.time.fiscal import FiscalCalendar
from bot.nudges import QUARTER_REPORT, QUARTERLY_LETTER
from bot.services.planning.letters import next_quiet_slot, plan_letters, quarter_named
from bot.storage.database import Database
from tests.fakes import MovableClock

MARIA = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True, is_admin=True)
THIS_QUARTER = "2026-10-01 2026-12-31"


async def planned(database: Database, person: Person, clock: MovableClock) -> dict[str, Plan]:
    async with database.transaction("T1") as transaction:
        await plan_letters(transaction, person, clock(), await transaction.schedules.of("U1"))
        return {plan.nudge: plan for plan in await transaction.schedules.of("U1")}


async def test_it_is_about_the_quarter_that_ends(database: Database, clock: MovableClock) -> None:
    plans = await planned(database, MARIA, clock)
    assert {plan.subject for plan in plans.values()} == {THIS_QUARTER}
    quarter = quarter_named(THIS_QUARTER, FiscalCalendar())
    assert quarter is not None
    assert (quarter.first, quarter.last) == (date(2026, 10, 1), date(2026, 12, 31))
    assert quarter_named("2026-10-01 2026-12-30", FiscalCalendar()) is None


async def test_an_admin_who_leads_nobody_has_the_report_on_the_first_quiet_day(
    database: Database, clock: MovableClock
) -> None:
    letter = (await planned(database, MARIA, clock))[QUARTERLY_LETTER]
    report = (await planned(database, replace(MARIA, is_leader=False), clock))[QUARTER_REPORT]
    assert report.next == letter.next


async def test_what_is_due_this_moment_stays_for_the_planner(database: Database, clock: MovableClock) -> None:
    before = await planned(database, MARIA, clock)
    letter, report = before[QUARTERLY_LETTER], before[QUARTER_REPORT]
    clock.now = letter.next.due_at
    assert await planned(database, MARIA, clock) == before
    async with database.transaction("T1") as transaction:
        await transaction.schedules.remove("U1", QUARTERLY_LETTER, subject=THIS_QUARTER)
    after = await planned(database, MARIA, clock)
    assert (after[QUARTERLY_LETTER].subject, after[QUARTER_REPORT]) == ("2027-01-01 2027-03-31", report)


@pytest.mark.parametrize("is_leader", [True, False])
async def test_who_works_on_no_day_gets_none(database: Database, clock: MovableClock, is_leader: bool) -> None:
    person = replace(MARIA, working_days=frozenset(), is_leader=is_leader)
    assert next_quiet_slot(person, date(2027, 1, 1)) is None
    assert await planned(database, person, clock) == {}
