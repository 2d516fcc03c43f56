"""What is counted for a week and a quarter: kept once, about enough people, and no group that can work itself out."""

from datetime import date, timedelta

import pytest

from bot.domain.aggregates import Aggregate, AggregateKind
from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.integrations.webhooks import Webhook
from bot.domain.people.people import Person
from bot.domain.time.fiscal import Quarter
from bot.domain.visibility import FOR_ADMIN, FOR_LEADER
from bot.nudges import CHECKIN
from bot.services.checkins.aggregates import quarter_aggregate, week_aggregate
from bot.services.context import Context
from tests.services.checkins.weeks import FRIDAY, NEXT, WEEK, sent

QUARTER = Quarter(4, WEEK, NEXT + timedelta(days=6))


async def answered(context: Context, week: date, people: int) -> None:
    """So many leaders answered that they led that week."""
    async with context.database.transaction("T1") as transaction:
        for number in range(people):
            await transaction.checkins.save(CheckIn(f"U{number}", week, CheckInAnswer.LED, context.clock()))


async def asked(context: Context, on: date) -> None:
    """A leader was asked that day, and has not answered."""
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(Person("T1", "U99", is_leader=True))
    await sent(context, CHECKIN, "U99", on)


async def of_week(context: Context, threshold: int = FOR_LEADER) -> Aggregate | None:
    """The count for WEEK."""
    async with context.database.transaction("T1") as transaction:
        return await week_aggregate(transaction, WEEK, context.clock(), threshold)


async def of_quarter(context: Context) -> Aggregate | None:
    """The count for QUARTER."""
    async with context.database.transaction("T1") as transaction:
        return await quarter_aggregate(transaction, QUARTER, context.clock())


@pytest.fixture
async def webhook(context: Context) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.webhooks.save(
            Webhook("https://hooks.example", "secret", made_by="U1", made_at=context.clock())
        )


async def told(context: Context, *event_ids: str) -> list[bool]:
    """Whether each of these events is waiting for the webhook."""
    async with context.database.transaction("T1") as transaction:
        return [await transaction.webhooks.event(event_id) is not None for event_id in event_ids]


async def test_a_week_that_was_counted_stays_as_it_was_whatever_is_deleted(context: Context) -> None:
    await asked(context, FRIDAY)
    await answered(context, WEEK, 3)
    before = await of_week(context)
    assert before is not None
    async with context.database.transaction("T1") as transaction:
        await transaction.erasure.of_person("U0")
    after = await of_week(context)
    assert after is not None
    assert (after.size, after.counts, after.people) == (3, before.counts, before.people - {"U0"})


@pytest.mark.parametrize(
    ("on", "counted"),
    [
        pytest.param(WEEK - timedelta(days=1), False, id="the Sunday before"),
        pytest.param(WEEK, True, id="the week's Monday"),
        pytest.param(WEEK + timedelta(days=6), True, id="its Sunday"),
        pytest.param(NEXT, False, id="the Monday after"),
    ],
)
async def test_who_was_asked_in_another_week_hides_nobody_in_this_one(
    context: Context, on: date, counted: bool
) -> None:
    await asked(context, on)
    await answered(context, WEEK, 3)
    assert (await of_week(context) is not None) is counted


@pytest.mark.parametrize(("people", "counted"), [(4, False), (5, True)])
async def test_an_admins_week_holds_five(context: Context, webhook: None, people: int, counted: bool) -> None:
    await answered(context, WEEK, people)
    assert (await of_week(context, FOR_ADMIN) is not None) is counted
    assert await told(context, f"week.counted-{WEEK}") == [counted]


async def test_a_quarter_is_the_sum_of_its_weeks_that_hold_five(context: Context, webhook: None) -> None:
    await answered(context, WEEK, 5)
    await answered(context, NEXT, 4)
    counted = await of_quarter(context)
    assert counted is not None
    assert (counted.kind, counted.scope, counted.at) == (AggregateKind.QUARTER, QUARTER.name, context.clock())
    assert (counted.size, counted.counts["led"]) == (5, 5)
    assert await told(context, f"quarter.counted-{QUARTER.name}") == [True]
    async with context.database.transaction("T1") as transaction:
        assert await transaction.aggregates.get(AggregateKind.WEEK, NEXT.isoformat()) is None


async def test_a_quarter_that_was_counted_is_not_counted_anew(context: Context) -> None:
    await answered(context, WEEK, 5)
    counted = await of_quarter(context)
    await answered(context, NEXT, 6)
    assert await of_quarter(context) == counted


async def test_a_quarter_that_was_counted_outlasts_its_weeks(context: Context) -> None:
    await answered(context, WEEK, 5)
    before = await of_quarter(context)
    assert before is not None
    async with context.database.transaction("T1") as transaction:
        await transaction.aggregates.forget(AggregateKind.WEEK, WEEK.isoformat())
        await transaction.erasure.of_person("U0")
    after = await of_quarter(context)
    assert after is not None
    assert (after.size, after.counts) == (5, before.counts)


async def test_a_quarter_without_such_a_week_is_not_counted(context: Context) -> None:
    await answered(context, WEEK, 4)
    assert await of_quarter(context) is None
