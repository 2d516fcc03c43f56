"""What is planned for a person after a change, and what happens to this week's check-in."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, PersonStatus
from bot.domain.plans import Plan
from bot.domain.time.schedule import FRIDAY, THURSDAY, WEDNESDAY, Slot
from bot.nudges import CHECKIN, CHECKIN_REMINDER, PROMPT_PERSON, QUARTERLY_LETTER
from bot.services.planning.recurring import ignored_prompts, replan
from bot.storage.database import Database
from tests.fakes import MovableClock

MARIA = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True, country="FR",
               checkin_day=FRIDAY, checkin_at=time(15))  # fmt: skip


async def plans(database: Database, person: Person, now: datetime) -> dict[str, Plan]:
    """What is planned for somebody after a change, by nudge."""
    async with database.transaction("T1") as transaction:
        await transaction.people.save(person)
        await replan(transaction, person, now)
        return {plan.nudge: plan for plan in await transaction.schedules.of(person.user_id)}


def at(day: int, hour: int) -> datetime:
    """An hour in UTC, two less than in Berlin, on a day of that week in October; its Monday is the 19th."""
    return datetime(2026, 10, day, hour, tzinfo=UTC)


async def test_a_plan_says_when_somebody_works_and_whose_holidays_they_keep(database: Database) -> None:
    worked = replace(MARIA, working_days=frozenset({0, 2, 4}))
    slot = Slot(at(21, 0).date(), at(21, 6) + timedelta(minutes=30), time(8, 30))
    made = await plans(database, worked, at(20, 6))
    assert made[PROMPT_PERSON] == Plan(
        "T1", "U1", PROMPT_PERSON, slot, at=time(8, 30), days=worked.working_days, zone="Europe/Berlin",
        working_days=worked.working_days, country="FR",
    )  # fmt: skip
    assert QUARTERLY_LETTER in made


async def test_what_is_due_this_moment_stays(database: Database) -> None:
    before = await plans(database, MARIA, at(19, 6))
    now = before[PROMPT_PERSON].next.due_at
    after = await plans(database, replace(MARIA, prompt_at=time(17)), now)
    assert after[PROMPT_PERSON].next == before[PROMPT_PERSON].next


@pytest.mark.parametrize(
    ("now", "changes", "asked"),
    [
        pytest.param(at(23, 6), {"checkin_day": THURSDAY, "checkin_at": time(11)}, (at(23, 13), time(15)),
                     id="a day that is gone: as it was planned"),
        pytest.param(at(22, 6), {"working_days": frozenset({0, 1, 2, 3}), "checkin_at": time(11)},
                     (at(22, 9), time(11)), id="Friday is worked no more: on Thursday"),
    ],
)  # fmt: skip
async def test_this_weeks_check_in_is_asked_all_the_same(
    database: Database, now: datetime, changes: dict[str, object], asked: tuple[datetime, time]
) -> None:
    await plans(database, MARIA, at(19, 6))
    slot = (await plans(database, replace(MARIA, **changes), now))[CHECKIN].next  # type: ignore[arg-type]  # any field
    assert (slot.due_at, slot.at) == asked


async def test_a_reminder_comes_on_no_day_that_is_worked_no_more(database: Database) -> None:
    person = replace(MARIA, checkin_day=WEDNESDAY)
    asked = Delivery("D1", "T1", "U1", CHECKIN, "", on=at(21, 0).date(), due_at=at(21, 13), status=DeliveryStatus.SENT)
    async with database.transaction("T1") as transaction:
        await transaction.outbox.add(asked)
    assert (await plans(database, person, at(22, 5)))[CHECKIN_REMINDER].next.on == at(22, 0).date()
    after = await plans(database, replace(person, working_days=frozenset({0, 1, 2})), at(22, 5))
    assert after[CHECKIN_REMINDER].next.on > at(25, 0).date()


@pytest.mark.parametrize(("again_at", "ignored"), [(None, 2), (at(15, 6), 1), (at(16, 6), 0), (at(17, 6), 0)])
async def test_prompts_are_ignored_since_they_were_asked_for_again(
    database: Database, clock: MovableClock, again_at: datetime | None, ignored: int
) -> None:
    person = replace(MARIA, daily_again_at=again_at)
    async with database.transaction("T1") as transaction:
        await transaction.people.save(person)
        for day in (15, 16):
            made = Delivery(f"D{day}", "T1", "U1", PROMPT_PERSON, "", on=at(day, 0).date(), due_at=at(day, 6))
            await transaction.outbox.add(replace(made, status=DeliveryStatus.SENT))
        assert await ignored_prompts(transaction, person, clock().date()) == ignored
