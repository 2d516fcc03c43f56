"""Replanning: after every change of settings, each slot still comes exactly once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge, Person, PersonStatus
from bot.domain.time.schedule import FRIDAY, MONDAY, THURSDAY, Pause
from bot.nudges import PROMPT_CHANNEL, PROMPT_PERSON
from bot.services.context import new_id
from bot.services.planning.recurring import replan, replan_channel
from bot.storage.database import Database
from tests.fakes import MovableClock

MARIA = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True)
CHECKIN = "checkin"

Due = Callable[[Person, str], Awaitable[datetime | None]]


@pytest.fixture
def due(database: Database, clock: MovableClock) -> Due:
    """Replan a person. Returns when a nudge is due, in their own wall-clock time."""

    async def due(person: Person, nudge: str) -> datetime | None:
        async with database.transaction("T1") as transaction:
            await transaction.people.save(person)
            await replan(transaction, person, clock())
            plan = await transaction.schedules.get(person.user_id, nudge)
        return plan.next.due_at if plan else None

    return due


async def sent(database: Database, nudge: str, on: date) -> None:
    moment = datetime(on.year, on.month, on.day, 6, 30, tzinfo=UTC)
    async with database.transaction("T1") as transaction:
        await transaction.outbox.add(
            Delivery(new_id(), "T1", "U1", nudge, "", on=on, due_at=moment, status=DeliveryStatus.SENT)
        )


async def test_todays_prompt_is_planned_while_it_is_still_to_come(due: Due) -> None:
    assert await due(MARIA, PROMPT_PERSON) == datetime(2026, 10, 19, 6, 30, tzinfo=UTC)


async def test_a_prompt_of_weeks_ago_takes_no_day_to_come(due: Due, database: Database) -> None:
    await sent(database, PROMPT_PERSON, date(2026, 9, 4))
    assert await due(MARIA, PROMPT_PERSON) == datetime(2026, 10, 19, 6, 30, tzinfo=UTC)


async def test_a_time_already_gone_means_tomorrow(due: Due, clock: MovableClock) -> None:
    clock.move(hours=1)
    assert await due(MARIA, PROMPT_PERSON) == datetime(2026, 10, 20, 6, 30, tzinfo=UTC)


async def test_a_later_time_never_sends_a_second_prompt_on_the_same_day(
    due: Due, database: Database, clock: MovableClock
) -> None:
    await sent(database, PROMPT_PERSON, date(2026, 10, 19))
    clock.move(hours=1)
    later = replace(MARIA, prompt_at=time(17))
    assert await due(later, PROMPT_PERSON) == datetime(2026, 10, 20, 15, tzinfo=UTC)


async def test_who_travels_west_gets_the_next_prompt_on_the_next_local_date(
    due: Due, database: Database, clock: MovableClock
) -> None:
    await sent(database, PROMPT_PERSON, date(2026, 10, 19))
    clock.move(hours=1)
    assert await due(replace(MARIA, own_zone="America/New_York"), PROMPT_PERSON) == datetime(
        2026, 10, 20, 12, 30, tzinfo=UTC
    )


@pytest.mark.parametrize(
    "person",
    [
        pytest.param(replace(MARIA, prompt_at=None), id="turned off"),
        pytest.param(replace(MARIA, status=PersonStatus.STOPPED), id="stopped"),
        pytest.param(replace(MARIA, pauses=(Pause(date(2026, 10, 19)),)), id="paused for good"),
    ],
)
async def test_who_wants_none_has_none_planned(due: Due, person: Person) -> None:
    await due(MARIA, PROMPT_PERSON)
    assert await due(person, PROMPT_PERSON) is None


async def test_five_ignored_prompts_make_it_tuesday_and_thursday(
    due: Due, database: Database, clock: MovableClock
) -> None:
    for back in range(5, 0, -1):
        await sent(database, PROMPT_PERSON, clock().date() - timedelta(days=back))
    assert await due(MARIA, PROMPT_PERSON) == datetime(2026, 10, 20, 6, 30, tzinfo=UTC)
    again = replace(MARIA, daily_again_at=clock() - timedelta(hours=2))
    assert await due(again, PROMPT_PERSON) == datetime(2026, 10, 19, 6, 30, tzinfo=UTC)


async def test_a_check_in_moved_after_it_was_asked_waits_for_next_week(
    due: Due, database: Database, clock: MovableClock
) -> None:
    await sent(database, CHECKIN, date(2026, 10, 22))
    clock.move(days=3, hours=10)
    assert await due(replace(MARIA, checkin_day=FRIDAY), CHECKIN) == datetime(2026, 10, 30, 14, tzinfo=UTC)


async def test_a_check_in_moved_to_a_day_already_gone_is_asked_once_more_at_its_old_time(
    due: Due, clock: MovableClock
) -> None:
    clock.move(days=4)
    friday = await due(MARIA, CHECKIN)
    assert await due(replace(MARIA, checkin_day=THURSDAY), CHECKIN) == friday
    assert friday == datetime(2026, 10, 23, 13, tzinfo=UTC)


async def test_a_slot_that_is_due_this_moment_is_left_to_the_planner(due: Due, clock: MovableClock) -> None:
    moment = await due(MARIA, PROMPT_PERSON)
    clock.move(minutes=31)
    assert await due(replace(MARIA, prompt_at=time(12)), PROMPT_PERSON) == moment


async def test_a_channel_keeps_its_own_clock_and_a_paused_one_is_silent(
    database: Database, clock: MovableClock
) -> None:
    channel = ChannelNudge(
        "T1", "C1", PROMPT_CHANNEL, time(9), frozenset({MONDAY}), zone="America/New_York", set_by="U1"
    )
    async with database.transaction("T1") as transaction:
        plan = await replan_channel(transaction, channel, clock())
        assert plan
        assert plan.next.due_at == datetime(2026, 10, 19, 13, tzinfo=UTC)
        assert await replan_channel(transaction, replace(channel, paused_for="is_archived"), clock()) is None
        assert await transaction.schedules.of("C1") == []


async def test_nobody_is_reminded_of_a_week_before_they_were_first_asked(due: Due) -> None:
    assert await due(MARIA, "checkin_reminder") == datetime(2026, 10, 26, 8, tzinfo=UTC)


@pytest.mark.parametrize("asked_on", [date(2026, 10, 16), date(2026, 9, 4)], ids=["of last week", "of weeks ago"])
async def test_the_reminder_comes_after_the_check_in_that_was_asked(
    due: Due, database: Database, clock: MovableClock, asked_on: date
) -> None:
    await sent(database, CHECKIN, asked_on)
    assert await due(MARIA, "checkin_reminder") == datetime(2026, 10, 19, 7, tzinfo=UTC)
