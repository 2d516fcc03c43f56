"""Where the planner moves a plan once its slot has its delivery."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.delivery.planner import Planner
from bot.domain.time.schedule import Slot, Timetable
from bot.storage.database import Database
from tests.delivery.fakes import HELLO, NOON, NUDGES, all_of, daily, next_of, plan

DAY = timedelta(days=1)


@pytest.mark.parametrize("lacks", [("at", "days"), ("at",), ("days",)], ids=["both", "a time", "days"])
async def test_a_plan_without_a_rhythm_happens_once(sqlite_database: Database, lacks: tuple[str, ...]) -> None:
    without: dict[str, Any] = dict.fromkeys(lacks)
    once = replace(daily("T1", "U1"), subject="R1", **without)
    await plan(sqlite_database, once)

    assert await Planner(sqlite_database, NUDGES).plan(NOON) == 1

    assert [made.subject for made in (await all_of(sqlite_database)).values()] == ["R1"]
    assert await next_of(sqlite_database) == []


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


async def test_a_plan_whose_next_slot_never_comes_is_forgotten(database: Database) -> None:
    def never(_timetable: Timetable, _first: date) -> None:
        return None

    await plan(database, daily("T1", "U1"))

    assert await Planner(database, {"hello": replace(HELLO, slot=never)}).plan(NOON) == 1

    assert await next_of(database) == []
