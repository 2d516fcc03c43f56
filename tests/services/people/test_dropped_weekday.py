"""Somebody who stops working on their check-in's weekday still gets it in the week in which they say so."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.delivery.planner import Planner
from bot.domain.people.people import Position, Who
from bot.domain.people.settings import SettingsForm
from bot.nudges import CHECKIN
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.tables import deliveries
from tests.fakes import MovableClock

FRIDAYS = SettingsForm(
    "", True, time(8, 30), frozenset(range(5)), 4, checkin_at=time(15), country="", position=Position.LEADER
)
DAYS = {"Wed": 21, "Thu": 22, "Fri": 23}


@pytest.fixture(autouse=True)
async def fridays(services: Services, maria: Who, maria_takes_part: None) -> None:
    """Maria's check-in comes on Fridays."""
    await services.settings.save(maria, FRIDAYS)


async def asked_in(context: Context, clock: MovableClock, until: datetime) -> list[str]:
    planner = Planner(context.database)
    while clock() < until:
        await planner.plan(clock())
        clock.move(hours=1)
    async with context.database.connection() as connection:
        rows = (await connection.execute(deliveries.select().where(deliveries.c.nudge == CHECKIN))).all()
    return [f"{row.on:%a %d} {row.status}" for row in rows]


@pytest.mark.parametrize(
    ("said", "days", "expected"),
    [
        ("Wed 10", {0, 1, 2, 3}, "Thu 22 pending"),
        ("Thu 10", {0, 1, 2, 3}, "Thu 22 pending"),
        ("Thu 18", {0, 1, 2, 3}, "Thu 22 pending"),
        ("Fri 10", {0, 1, 2, 3}, "Fri 23 pending"),
        ("Fri 14", {0, 1}, "Fri 23 pending"),
        ("Wed 18", {0, 1, 2}, "Wed 21 pending"),
        ("Wed 10", {0, 1, 3, 4}, "Fri 23 pending"),
    ],
)
async def test_the_weeks_check_in_is_kept(
    services: Services, context: Context, clock: MovableClock, maria: Who, said: str, days: set[int], expected: str
) -> None:
    day, hour = said.split()
    clock.now = datetime(2026, 10, DAYS[day], int(hour), tzinfo=UTC) - timedelta(hours=2)  # in Berlin
    await services.settings.save(maria, replace(FRIDAYS, working_days=frozenset(days)))
    assert await asked_in(context, clock, datetime(2026, 10, 26, 0, tzinfo=UTC)) == [expected]


async def test_what_comes_today_instead_keeps_its_hour(
    services: Services, context: Context, clock: MovableClock, maria: Who
) -> None:
    clock.now = datetime(2026, 10, DAYS["Fri"], 8, tzinfo=UTC)
    await services.settings.save(maria, replace(FRIDAYS, working_days=frozenset({0, 1, 2, 3})))
    async with context.database.transaction("T1") as transaction:
        plan = await transaction.schedules.get(maria.user_id, CHECKIN)
    assert plan is not None
    assert (plan.next.due_at, plan.next.at) == (datetime(2026, 10, DAYS["Fri"], 13, tzinfo=UTC), time(15))


async def test_a_pause_keeps_no_check_in(services: Services, context: Context, clock: MovableClock, maria: Who) -> None:
    clock.now = datetime(2026, 10, 22, 8, tzinfo=UTC)
    await services.pauses.pause_until(maria, datetime(2026, 10, 25, tzinfo=UTC).date())
    await services.settings.save(maria, replace(FRIDAYS, working_days=frozenset({0, 1, 2, 3})))
    assert await asked_in(context, clock, datetime(2026, 10, 26, 0, tzinfo=UTC)) == []
