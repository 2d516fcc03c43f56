"""When a channel's prompt or digest comes next, and what survives when somebody changes it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge
from bot.domain.plans import Plan
from bot.domain.time.schedule import EVERY_DAY, FRIDAY, MONDAY, THURSDAY, WORKDAYS, Slot, instant
from bot.nudges import DIGEST, PROMPT_CHANNEL
from bot.services.planning.recurring import replan_channel
from bot.storage.database import Database
from tests.fakes import MovableClock

TODAY = date(2026, 10, 19)  # a Monday, 08:00 in Berlin
PROMPT = ChannelNudge("T1", "C1", PROMPT_CHANNEL, time(9), WORKDAYS, zone="Europe/Berlin", set_by="U1", country="FR")
WEEKLY = replace(PROMPT, nudge=DIGEST, days=frozenset({THURSDAY}))


async def planned(database: Database, channel: ChannelNudge, now: datetime) -> Plan | None:
    """The plan after a change; the nudge is stored as given."""
    async with database.transaction("T1") as transaction:
        plan = await replan_channel(transaction, channel, now)
        kept = {plan.nudge: plan for plan in await transaction.schedules.of("C1")}
    assert kept.get(channel.nudge) == plan
    return plan


async def on(database: Database, channel: ChannelNudge, now: datetime) -> date | None:
    plan = await planned(database, channel, now)
    return plan.next.on if plan else None


async def test_a_plan_says_when_and_whose_holidays_it_keeps(database: Database, clock: MovableClock) -> None:
    slot = Slot(TODAY, instant(TODAY, time(9), "Europe/Berlin"), time(9))
    prompt = Plan("T1", "C1", PROMPT_CHANNEL, slot, at=time(9), days=WORKDAYS, zone="Europe/Berlin",
                  working_days=EVERY_DAY, country="FR")  # fmt: skip
    assert await planned(database, PROMPT, clock()) == prompt
    thursday = Slot(TODAY + timedelta(days=3), instant(TODAY + timedelta(days=3), time(9), "Europe/Berlin"), time(9))
    digest = replace(prompt, nudge=DIGEST, next=thursday, days=frozenset({THURSDAY}), country="none")
    assert await planned(database, WEEKLY, clock()) == digest
    async with database.transaction("T1") as transaction:
        assert len(await transaction.schedules.of("C1")) == 2


async def test_a_digest_comes_on_a_holiday_and_a_prompt_does_not(database: Database, clock: MovableClock) -> None:
    clock.now = datetime.combine(date(2026, 11, 9), time(6), clock().tzinfo)
    armistice = date(2026, 11, 11)
    wednesdays = frozenset({armistice.weekday()})
    assert await on(database, replace(WEEKLY, days=wednesdays), clock()) == armistice
    assert await on(database, replace(PROMPT, days=wednesdays), clock()) == armistice + timedelta(weeks=1)


async def test_a_digest_comes_at_christmas_and_a_prompt_of_no_country_does_not(
    database: Database, clock: MovableClock
) -> None:
    christmas = date(2026, 12, 25)
    clock.now = datetime.combine(christmas, time(6), clock().tzinfo)
    fridays = frozenset({FRIDAY})
    assert await on(database, replace(WEEKLY, days=fridays, country=None, zone="Etc/UTC"), clock()) == christmas
    prompt = replace(PROMPT, days=fridays, country=None, zone="Etc/UTC")
    assert await on(database, prompt, clock()) == christmas + timedelta(weeks=2), "nor on the first of January"


async def test_what_is_due_this_moment_stays(database: Database, clock: MovableClock) -> None:
    assert await on(database, PROMPT, clock()) == TODAY
    clock.move(hours=1)
    assert await on(database, replace(PROMPT, at=time(17)), clock()) == TODAY
    plan = await planned(database, replace(PROMPT, at=time(17)), clock())
    assert plan is not None
    assert plan.next.due_at == clock()


async def test_what_begins_this_moment_without_a_plan_comes_tomorrow(database: Database, clock: MovableClock) -> None:
    clock.move(hours=1)
    assert await on(database, PROMPT, clock()) == TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("before", "after", "comes"),
    [
        pytest.param(WEEKLY, replace(WEEKLY, days=frozenset({MONDAY}), at=time(7)), 3, id="the week's digest stays"),
        pytest.param(WEEKLY, replace(WEEKLY, days=frozenset({FRIDAY})), 4, id="moved within the week"),
        pytest.param(replace(PROMPT, days=frozenset({THURSDAY})), replace(PROMPT, days=frozenset({MONDAY}), at=time(7)),
                     7, id="a prompt may move to the next week"),
    ],
)  # fmt: skip
async def test_a_change_drops_no_digest_of_this_week(
    database: Database, clock: MovableClock, before: ChannelNudge, after: ChannelNudge, comes: int
) -> None:
    assert await on(database, before, clock()) == TODAY + timedelta(days=3)
    assert await on(database, after, clock()) == TODAY + timedelta(days=comes)


async def test_without_a_day_there_is_no_plan(database: Database, clock: MovableClock) -> None:
    assert await on(database, WEEKLY, clock()) is not None
    assert await on(database, replace(WEEKLY, days=frozenset()), clock()) is None


@pytest.mark.parametrize(
    ("changes", "days"),
    [
        pytest.param({"status": DeliveryStatus.SENT}, 1, id="sent"),
        pytest.param({"status": DeliveryStatus.WITHHELD}, 1, id="withheld"),
        pytest.param({"due_at": instant(TODAY, time(23), "UTC")}, 0, id="made by a clock that ran ahead"),
        pytest.param({"recipient": "C2"}, 0, id="another channel's"),
    ],
)
async def test_a_day_that_had_its_prompt_has_no_other(
    database: Database, clock: MovableClock, changes: dict[str, object], days: int
) -> None:
    made = Delivery("D1", "T1", "C1", PROMPT_CHANNEL, "", on=TODAY, due_at=clock() - timedelta(hours=1))
    async with database.transaction("T1") as transaction:
        await transaction.outbox.add(replace(made, **changes))  # type: ignore[arg-type]  # any field
    assert await on(database, PROMPT, clock()) == TODAY + timedelta(days=days)
