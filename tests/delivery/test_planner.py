"""The planner makes one delivery per slot, and one that it cannot make stops nobody else."""

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from bot.delivery import planner
from bot.delivery.planner import Planner
from bot.domain.deliveries import DeliveryStatus
from bot.domain.time.schedule import Slot
from bot.storage.database import Database
from bot.storage.tables import schedules
from tests.delivery.fakes import NOON, NUDGES, all_of, daily, next_of, plan

DAY = timedelta(days=1)


def _asked(database: Database) -> list[str]:
    """The first words of every statement from now on, and BEGIN for every transaction."""
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    event.listen(database.engine.sync_engine, "begin", lambda _connection: asked.append("BEGIN"))
    return asked


async def test_a_due_plan_becomes_one_pending_delivery_and_moves_on(database: Database) -> None:
    await plan(database, daily("T1", "U1"), daily("T1", "U2", NOON.date() + DAY))

    assert await Planner(database, NUDGES).plan(NOON) == 1

    (made,) = (await all_of(database)).values()
    assert (made.recipient, made.nudge, made.on, made.due_at) == ("U1", "hello", NOON.date(), NOON)
    assert made.status is DeliveryStatus.PENDING
    assert await next_of(database) == [Slot(NOON.date() + DAY, NOON + DAY)]
    assert await Planner(database, NUDGES).plan(NOON) == 0


async def test_holidays_are_read_beside_the_event_loop(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first of them takes longer than anybody's message should wait."""
    on_the_loop: dict[str | None, bool] = {}

    def read(country: str | None) -> frozenset[date]:
        on_the_loop.setdefault(country, threading.current_thread() is threading.main_thread())
        return frozenset()

    monkeypatch.setattr(planner, "holidays_of", read)
    first, second = daily("T1", "U1"), daily("T1", "U2", NOON.date() + DAY)
    await plan(database, replace(first, country="here"), replace(second, country="there"))
    beats = Planner(database, NUDGES)
    for days in range(3):
        await beats.plan(NOON + days * DAY)
    assert on_the_loop == {"here": False, "there": False}


async def test_a_slot_that_is_there_already_is_not_made_twice(database: Database) -> None:
    await plan(database, daily("T1", "U1"))
    await Planner(database, NUDGES).plan(NOON)
    await plan(database, daily("T1", "U1"))

    await Planner(database, NUDGES).plan(NOON)

    assert len(await all_of(database)) == 1


async def test_a_plan_of_an_unknown_nudge_is_forgotten(database: Database) -> None:
    await plan(database, daily("T1", "U1", nudge="of_an_older_release"), daily("T1", "U2"))

    assert await Planner(database, NUDGES).plan(NOON) == 1

    assert await next_of(database, "U1") == []


@pytest.mark.parametrize("zone", ["Atlantis/Sunken", "Europe"])
async def test_a_plan_that_cannot_be_computed_stops_nobody_else(database: Database, zone: str) -> None:
    await plan(database, replace(daily("T1", "U1"), zone=zone), daily("T1", "U2"))
    planner = Planner(database, NUDGES)

    await planner.plan(NOON + timedelta(minutes=1))

    assert {one.recipient for one in (await all_of(database)).values()} == {"U1", "U2"}
    assert await planner.plan(NOON + timedelta(minutes=2)) == 0
    async with database.connection() as connection:  # it is tried again the next day
        when = await connection.execute(
            select(schedules.c.next_on, schedules.c.next_due_at).where(schedules.c.recipient == "U1")
        )
    assert [tuple(row) for row in when] == [(NOON.date() + DAY, NOON + timedelta(days=1, minutes=1))]


async def test_nothing_due_makes_nothing(database: Database) -> None:
    await plan(database, daily("T1", "U1"))

    assert await Planner(database, NUDGES).plan(datetime(2026, 11, 23, 11, 59, tzinfo=NOON.tzinfo)) == 0


async def test_a_beat_with_nothing_due_is_one_look_into_an_index(sqlite_database: Database) -> None:
    await plan(sqlite_database, daily("T1", "U1"))
    planner = Planner(sqlite_database, NUDGES)
    await planner.plan(NOON)
    asked = _asked(sqlite_database)
    await planner.plan(NOON)
    assert asked == ["BEGIN", "SELECT"]


async def test_what_is_due_is_read_and_moved_in_one_transaction(sqlite_database: Database) -> None:
    """Otherwise a plan that its person changes in the meantime would be moved on as it was before."""
    await plan(sqlite_database, daily("T1", "U1"), daily("T1", "U2"))
    planner = Planner(sqlite_database, NUDGES)
    await planner.plan(NOON - DAY)
    asked = _asked(sqlite_database)
    assert await planner.plan(NOON) == 2
    assert [word for word in asked if word != "SELECT"] == ["BEGIN", "BEGIN", "INSERT", "UPDATE"]


async def test_a_clock_that_was_put_back_is_looked_at_once(sqlite_database: Database) -> None:
    planner = Planner(sqlite_database, NUDGES)
    asked = _asked(sqlite_database)
    number = []
    for moment in (NOON, NOON - timedelta(hours=1), NOON - timedelta(minutes=59)):
        await planner.plan(moment)
        number.append(asked.count("BEGIN"))
        asked.clear()
    assert number[1:] == [2, 1]


async def test_whatever_a_start_could_not_look_at_is_looked_at_again(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    planner, asked = Planner(sqlite_database, NUDGES), _asked(sqlite_database)
    await Planner(sqlite_database, NUDGES).plan(NOON)
    at_a_start, look, fails = asked.copy(), sqlite_database.look, [False, True]

    def failing() -> Any:
        if fails and fails.pop(0):
            raise ConnectionError("the database is away")
        return look()

    monkeypatch.setattr(sqlite_database, "look", failing)
    with pytest.raises(ConnectionError):
        await planner.plan(NOON)
    asked.clear()
    await planner.plan(NOON)
    assert asked == at_a_start
