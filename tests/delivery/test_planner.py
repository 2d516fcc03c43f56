"""The planner makes one delivery a slot and moves every plan on."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.delivery.planner import Planner
from bot.domain.deliveries import DeliveryStatus
from bot.domain.time.schedule import Slot, Timetable
from bot.storage.database import Database
from bot.storage.tables import schedules
from tests.delivery.fakes import HELLO, NOON, NUDGES, all_of, daily, plan, statuses

DAY = timedelta(days=1)


async def next_of(database: Database, recipient: str = "U1") -> list[Slot]:
    async with database.transaction("T1") as transaction:
        return [one.next for one in await transaction.schedules.of(recipient)]


async def test_a_due_plan_becomes_one_pending_delivery_and_moves_on(database: Database) -> None:
    await plan(database, daily("T1", "U1"), daily("T1", "U2", NOON.date() + DAY))

    assert await Planner(database, NUDGES).plan(NOON) == 1

    (made,) = (await all_of(database)).values()
    assert (made.recipient, made.nudge, made.on, made.due_at) == ("U1", "hello", NOON.date(), NOON)
    assert made.status is DeliveryStatus.PENDING
    assert await next_of(database) == [Slot(NOON.date() + DAY, NOON + DAY)]
    assert await Planner(database, NUDGES).plan(NOON) == 0


@pytest.mark.parametrize("lacks", [("at", "days"), ("at",), ("days",)], ids=["both", "a time", "days"])
async def test_a_plan_without_a_rhythm_happens_once(sqlite_database: Database, lacks: tuple[str, ...]) -> None:
    without: dict[str, Any] = dict.fromkeys(lacks)
    once = replace(daily("T1", "U1"), subject="R1", **without)
    await plan(sqlite_database, once)

    assert await Planner(sqlite_database, NUDGES).plan(NOON) == 1

    assert [made.subject for made in (await all_of(sqlite_database)).values()] == ["R1"]
    assert await next_of(sqlite_database) == []


async def test_a_slot_that_is_there_already_is_not_made_twice(database: Database) -> None:
    await plan(database, daily("T1", "U1"))
    await Planner(database, NUDGES).plan(NOON)
    await plan(database, daily("T1", "U1"))

    await Planner(database, NUDGES).plan(NOON)

    assert len(await all_of(database)) == 1


async def test_a_slot_found_too_late_is_missed_at_once(database: Database) -> None:
    await plan(database, daily("T1", "U1"), daily("T1", "U2", nudge="all_day"))

    await Planner(database, NUDGES).plan(NOON + timedelta(hours=3))

    assert {one.recipient: (one.status, one.reason) for one in (await all_of(database)).values()} == {
        "U1": (DeliveryStatus.MISSED, "too late"),
        "U2": (DeliveryStatus.PENDING, ""),
    }


async def test_after_an_outage_every_lost_slot_is_recorded(database: Database) -> None:
    await plan(database, daily("T1", "U1"))

    await Planner(database, NUDGES).plan(NOON + 4 * DAY)

    assert await statuses(database) == {DeliveryStatus.MISSED: 4, DeliveryStatus.PENDING: 1}


async def test_after_a_year_only_the_last_two_weeks_are_recorded(database: Database) -> None:
    await plan(database, daily("T1", "U1"))

    await Planner(database, NUDGES).plan(NOON + 365 * DAY)

    assert await statuses(database) == {DeliveryStatus.MISSED: 15, DeliveryStatus.PENDING: 1}


async def test_a_plan_of_an_unknown_nudge_is_forgotten(database: Database) -> None:
    await plan(database, daily("T1", "U1", nudge="of_an_older_release"), daily("T1", "U2"))

    assert await Planner(database, NUDGES).plan(NOON) == 1

    assert await next_of(database, "U1") == []


async def test_a_plan_whose_next_slot_never_comes_is_forgotten(database: Database) -> None:
    def never(_timetable: Timetable, _first: date) -> None:
        return None

    await plan(database, daily("T1", "U1"))

    assert await Planner(database, {"hello": replace(HELLO, slot=never)}).plan(NOON) == 1

    assert await next_of(database) == []


@pytest.mark.parametrize("zone", ["Atlantis/Sunken", "Europe"])
async def test_a_plan_that_cannot_be_computed_stops_nobody_else(database: Database, zone: str) -> None:
    await plan(database, replace(daily("T1", "U1"), zone=zone), daily("T1", "U2"))
    planner = Planner(database, NUDGES)

    await planner.plan(NOON + timedelta(minutes=1))

    assert {one.recipient for one in (await all_of(database)).values()} == {"U1", "U2"}
    assert await planner.plan(NOON + timedelta(minutes=2)) == 0
    async with database.connection() as connection:  # it is tried again on the next day
        when = await connection.execute(
            select(schedules.c.next_on, schedules.c.next_due_at).where(schedules.c.recipient == "U1")
        )
    assert [tuple(row) for row in when] == [(NOON.date() + DAY, NOON + timedelta(days=1, minutes=1))]


async def test_a_weekly_plan_moves_to_the_next_week_even_where_its_day_comes_again_in_this_one(
    database: Database,
) -> None:
    await plan(database, daily("T1", "U1"))

    await Planner(database, {"hello": replace(HELLO, weekly=True)}).plan(NOON)

    assert await next_of(database) == [Slot(NOON.date() + 7 * DAY, NOON + 7 * DAY)]


async def test_the_next_slot_is_no_holiday_of_its_readers_country(sqlite_database: Database) -> None:
    christmas_eve = NOON + 31 * DAY
    await plan(sqlite_database, replace(daily("T1", "U1", christmas_eve.date()), country="US"))

    await Planner(sqlite_database, NUDGES).plan(christmas_eve)

    assert await next_of(sqlite_database) == [Slot(christmas_eve.date() + 2 * DAY, christmas_eve + 2 * DAY)]


async def test_more_plans_than_fit_a_page_are_all_made(database: Database) -> None:
    await plan(database, *(daily("T1", f"U{number}") for number in range(2500)))

    assert await Planner(database, NUDGES).plan(NOON) == 2500

    assert await statuses(database) == {DeliveryStatus.PENDING: 2500}


async def test_nothing_due_makes_nothing(database: Database) -> None:
    await plan(database, daily("T1", "U1"))

    assert await Planner(database, NUDGES).plan(datetime(2026, 11, 23, 11, 59, tzinfo=NOON.tzinfo)) == 0


async def test_a_beat_with_nothing_due_is_one_look_into_an_index(sqlite_database: Database) -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    await plan(sqlite_database, daily("T1", "U1"))
    planner = Planner(sqlite_database, NUDGES)
    await planner.plan(NOON)
    event.listen(sqlite_database.engine.sync_engine, "before_cursor_execute", count)
    await planner.plan(NOON)
    assert asked == ["BEGIN", "SELECT"]
