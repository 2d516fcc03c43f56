"""Figures are kept by whoever comes first, grow once, and go when nothing can show them any more. On both databases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import KEPT, tidy

AT = datetime(2026, 10, 26, 9, tzinfo=UTC)
WEEK = Aggregate(AggregateKind.WEEK, "2026-10-19", AT, 3, {"led": 3}, frozenset({"U1", "U2", "U3"}))
PROMPT = Aggregate(AggregateKind.PROMPT, "P1", AT, 3, {}, frozenset({"U1", "U2", "U3"}))


async def test_the_first_one_stays_whoever_comes_second(database: Database) -> None:
    other = replace(WEEK, size=4, counts={"led": 4}, people=WEEK.people | {"U4"})
    async with database.transaction("T1") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) is None
        assert await transaction.aggregates.keep(WEEK) == WEEK
    async with database.transaction("T1") as transaction:
        assert await transaction.aggregates.keep(other) == WEEK
        assert await transaction.aggregates.get(AggregateKind.QUARTER, WEEK.scope) is None
    async with database.transaction("T2") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) is None


async def test_of_two_that_let_it_grow_at_once_one_does(database: Database) -> None:
    one = replace(PROMPT, size=6, people=PROMPT.people | {"U4", "U5", "U6"})
    other = replace(PROMPT, size=6, people=PROMPT.people | {"U4", "U5", "U7"})
    async with database.transaction("T1") as transaction:
        await transaction.aggregates.keep(PROMPT)
        assert await transaction.aggregates.grow(PROMPT, one) == one
        assert await transaction.aggregates.grow(PROMPT, other) == one


async def test_whoever_is_deleted_is_in_it_no_more_and_its_numbers_stay(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.aggregates.keep(WEEK)
        assert (await transaction.erasure.of_person("U2"))["counted"] == 1
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) == replace(
            WEEK, people=frozenset({"U1", "U3"})
        )


async def test_after_400_days_it_goes_with_who_is_in_it(database: Database) -> None:
    young = replace(PROMPT, at=AT + timedelta(days=1))
    async with database.transaction("T1") as transaction:
        await transaction.aggregates.keep(WEEK)
        await transaction.aggregates.keep(young)
    assert await tidy(database, AT + KEPT + timedelta(hours=1)) == 1
    async with database.transaction("T1") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, WEEK.scope) is None
        assert await transaction.aggregates.people(AggregateKind.WEEK, WEEK.scope) == frozenset()
        assert await transaction.aggregates.get(AggregateKind.PROMPT, "P1") == young
