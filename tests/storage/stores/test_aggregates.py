"""Figures are kept by whoever comes first, grow once, and go when nothing can show them any more. On both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.aggregates import Figure, Kind
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import KEPT, tidy

AT = datetime(2026, 10, 26, 9, tzinfo=UTC)
WEEK = Figure(Kind.WEEK, "2026-10-19", AT, 3, {"led": 3}, frozenset({"U1", "U2", "U3"}))
PROMPT = Figure(Kind.PROMPT, "P1", AT, 3, {}, frozenset({"U1", "U2", "U3"}))


async def test_the_first_one_stays_whoever_comes_second(database: Database) -> None:
    other = replace(WEEK, size=4, counts={"led": 4}, people=WEEK.people | {"U4"})
    async with database.transaction("T1") as memory:
        assert await memory.figures.get(Kind.WEEK, WEEK.scope) is None
        assert await memory.figures.keep(WEEK) == WEEK
    async with database.transaction("T1") as memory:
        assert await memory.figures.keep(other) == WEEK
        assert await memory.figures.get(Kind.QUARTER, WEEK.scope) is None
    async with database.transaction("T2") as memory:
        assert await memory.figures.get(Kind.WEEK, WEEK.scope) is None


async def test_of_two_that_let_it_grow_at_once_one_does(database: Database) -> None:
    one = replace(PROMPT, size=6, people=PROMPT.people | {"U4", "U5", "U6"})
    other = replace(PROMPT, size=6, people=PROMPT.people | {"U4", "U5", "U7"})
    async with database.transaction("T1") as memory:
        await memory.figures.keep(PROMPT)
        assert await memory.figures.grow(PROMPT, one) == one
        assert await memory.figures.grow(PROMPT, other) == one


async def test_whoever_is_deleted_is_in_it_no_more_and_its_numbers_stay(database: Database) -> None:
    async with database.transaction("T1") as memory:
        await memory.figures.keep(WEEK)
        assert (await memory.erasure.of_person("U2"))["counted"] == 1
        assert await memory.figures.get(Kind.WEEK, WEEK.scope) == replace(WEEK, people=frozenset({"U1", "U3"}))


async def test_after_400_days_it_goes_with_who_is_in_it(database: Database) -> None:
    young = replace(PROMPT, at=AT + timedelta(days=1))
    async with database.transaction("T1") as memory:
        await memory.figures.keep(WEEK)
        await memory.figures.keep(young)
    assert await tidy(database, AT + KEPT + timedelta(hours=1)) == 1
    async with database.transaction("T1") as memory:
        assert await memory.figures.get(Kind.WEEK, WEEK.scope) is None
        assert await memory.figures.people(Kind.WEEK, WEEK.scope) == frozenset()
        assert await memory.figures.get(Kind.PROMPT, "P1") == young
