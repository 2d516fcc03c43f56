"""What was made while a clock was ahead for a beat is taken back once it is right again."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.delivery.clock_jumps import heal
from bot.delivery.planner import Planner
from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Person, PersonStatus
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.nudges import BY_KEY, PROMPT_PERSON, RIDEALONG_BRIEF
from bot.services.planning.recurring import replan
from bot.storage.database import Database
from bot.storage.tables import schedules
from tests.delivery.fakes import NOON, TODAY, all_of, daily, pending, plan, put
from tests.fakes import MovableClock

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PROMPTS = daily("T1", "U1", TODAY + DAY, PROMPT_PERSON)
BRIEF = Plan("T1", "U1", RIDEALONG_BRIEF, Slot(TODAY + 3 * DAY, NOON + 3 * DAY), "R1", zone="Europe/Berlin")
MARIA = Person("T1", "U1", "Maria", "Europe/Berlin", status=PersonStatus.ACTIVE, is_leader=True)


async def plans(database: Database) -> list[Plan]:
    async with database.transaction("T1") as transaction:
        return await transaction.schedules.of("U1")


@pytest.mark.parametrize("days", [2, 40, 365])
async def test_plans_come_back_from_a_beat_of_a_clock_that_was_ahead(database: Database, days: int) -> None:
    await plan(database, PROMPTS, replace(BRIEF, zone="UTC"))
    planner = Planner(database)
    await planner.plan(NOON)
    await planner.plan(NOON + days * DAY + HOUR)
    await planner.plan(NOON + MINUTE)
    assert await plans(database) == [PROMPTS, replace(BRIEF, zone="UTC")]
    assert await all_of(database) == {}


async def test_a_start_with_the_right_clock_puts_right_what_the_last_one_did(database: Database) -> None:
    await plan(database, PROMPTS)
    await Planner(database).plan(NOON + 40 * DAY)
    await Planner(database).plan(NOON)
    assert await plans(database) == [PROMPTS]


async def test_from_then_on_every_slot_is_made_once(database: Database) -> None:
    await plan(database, PROMPTS)
    planner = Planner(database)
    await planner.plan(NOON + 5 * DAY)
    for days in range(8):
        await planner.plan(NOON + days * DAY)
    made = await all_of(database)
    assert [(one.on, one.status) for one in made.values()] == [
        (TODAY + days * DAY, DeliveryStatus.PENDING) for days in range(1, 8)
    ]


async def test_what_the_wrong_clock_sent_stays_sent(database: Database) -> None:
    await plan(database, PROMPTS)
    sent = replace(pending(1), recipient="U1", nudge=PROMPT_PERSON, on=TODAY + 2 * DAY, due_at=NOON + 2 * DAY)
    await put(database, replace(sent, status=DeliveryStatus.SENT))
    planner = Planner(database)
    for days in (0, 1, 2, 3):
        await planner.plan(NOON + days * DAY)
    assert [one.status for one in (await all_of(database)).values()] == [
        DeliveryStatus.PENDING, DeliveryStatus.SENT, DeliveryStatus.PENDING,
    ]  # fmt: skip


async def test_what_was_postponed_to_another_day_stays_there(database: Database) -> None:
    later = replace(pending(1), due_at=NOON + DAY, on=TODAY + DAY, moved_from=TODAY)
    waits = replace(pending(2), nudge=RIDEALONG_BRIEF, due_at=NOON + DAY, on=TODAY + DAY)
    await put(database, later, waits)
    await Planner(database).plan(NOON)
    assert len(await all_of(database)) == 2


async def test_two_machines_whose_clocks_differ_by_minutes_take_nothing_from_each_other(database: Database) -> None:
    await plan(database, daily("T1", "U1", TODAY, PROMPT_PERSON))
    await Planner(database).plan(NOON)
    await Planner(database).plan(NOON - 10 * MINUTE)
    assert len(await all_of(database)) == 1


async def test_a_clock_that_is_put_back_by_more_than_a_minute_was_ahead(sqlite_database: Database) -> None:
    planner = Planner(sqlite_database)
    await planner.plan(NOON)
    await put(sqlite_database, replace(pending(1, due_at=NOON + 3 * HOUR), nudge=PROMPT_PERSON))
    for now, left in ((NOON - MINUTE, 1), (NOON, 1), (NOON - MINUTE - timedelta(seconds=1), 0)):
        await planner.plan(now)
        assert len(await all_of(sqlite_database)) == left


@pytest.mark.parametrize(
    ("changes", "is_taken_back"),
    [
        pytest.param({}, True, id="a slot of a recurring nudge"),
        pytest.param({"due_at": NOON + HOUR + timedelta(seconds=1)}, True, id="due in more than an hour"),
        pytest.param({"due_at": NOON + HOUR}, False, id="due in an hour"),
        pytest.param({"moved_from": TODAY}, False, id="moved from a full day"),
        pytest.param({"waited_since": NOON}, False, id="waits for somebody's hours"),
        pytest.param({"nudge": RIDEALONG_BRIEF}, False, id="caused, and waits for its time"),
        pytest.param({"nudge": "of another release"}, False, id="of a nudge that is not known"),
        pytest.param({"nudge": RIDEALONG_BRIEF, "status": DeliveryStatus.MISSED}, True, id="caused, and missed"),
        pytest.param({"status": DeliveryStatus.WITHHELD}, True, id="withheld"),
        pytest.param({"status": DeliveryStatus.REFUSED}, False, id="refused by Slack"),
    ],
)
async def test_what_a_clock_that_was_ahead_can_have_made(
    sqlite_database: Database, changes: dict[str, Any], is_taken_back: bool
) -> None:
    slot = replace(pending(1, due_at=NOON + 3 * HOUR), nudge=PROMPT_PERSON)
    another = replace(slot, id="another", recipient="U9", due_at=NOON + 9 * HOUR)  # it comes afterwards
    sent = replace(slot, id="sent", recipient="U8", status=DeliveryStatus.SENT)
    await put(sqlite_database, replace(slot, **changes), another, sent)
    with capture_logs() as lines:
        assert await heal(sqlite_database, BY_KEY, NOON) == 1 + is_taken_back
    assert set(await all_of(sqlite_database)) == ({"sent"} if is_taken_back else {"sent", "T1-1"})
    assert [line["event"] for line in lines] == ["clock_was_ahead"]
    with capture_logs() as lines:
        assert await heal(sqlite_database, BY_KEY, NOON) == 0
    assert lines == []


@pytest.mark.parametrize(
    ("zones", "zone"),
    [
        pytest.param({}, "Europe/Berlin", id="of their profile"),
        pytest.param({"own_zone": "Asia/Tokyo"}, "Asia/Tokyo", id="that they chose"),
        pytest.param({"user_id": "U2"}, "UTC", id="of nobody that we know"),
        pytest.param({"workspace_id": "T2"}, "UTC", id="of somebody else"),
    ],
)
async def test_what_happens_once_is_planned_again_in_the_zone_of_its_recipient(
    sqlite_database: Database, zones: dict[str, Any], zone: str
) -> None:
    person = replace(MARIA, **zones)
    async with sqlite_database.transaction(person.workspace_id) as transaction:
        await transaction.people.save(person)
    missed = replace(
        pending(1, recipient="U1", due_at=NOON + 3 * DAY), on=TODAY + 3 * DAY, status=DeliveryStatus.MISSED
    )
    await put(sqlite_database, replace(missed, nudge=RIDEALONG_BRIEF, subject="R1"))
    await put(sqlite_database, replace(missed, id="recurring", nudge=PROMPT_PERSON))
    await Planner(sqlite_database).plan(NOON)
    assert await all_of(sqlite_database) == {}
    assert await plans(sqlite_database) == [replace(BRIEF, zone=zone)]


async def test_the_earliest_of_several_slots_comes_back(sqlite_database: Database) -> None:
    others = [daily("T1", "U9", TODAY + 9 * DAY, PROMPT_PERSON), daily("T2", "U1", TODAY + 9 * DAY, PROMPT_PERSON)]
    await plan(sqlite_database, daily("T1", "U1", TODAY + 9 * DAY, PROMPT_PERSON), *others)
    made = replace(pending(1, recipient="U1"), nudge=PROMPT_PERSON)
    slots = [replace(made, id=f"{days}", on=TODAY + days * DAY, due_at=NOON + days * DAY) for days in (5, 3, 4)]
    async with sqlite_database.delivery_store() as delivery_store:
        await delivery_store.move_on([], [], slots)
        found = [delivery for delivery, _ in await delivery_store.unsent_after(NOON + 4 * DAY)]
        assert found == slots[:1]
        begun = replace(made, id="begun", recipient="U7", status=DeliveryStatus.SENDING)
        await delivery_store.move_on([], [], [begun, replace(slots[0], workspace_id="T2")])
        await delivery_store.take_back([*slots, begun], [])
    (back,) = await plans(sqlite_database)
    assert back.next == Slot(TODAY + 3 * DAY, NOON + 3 * DAY)
    async with sqlite_database.connection() as connection:
        left = await connection.scalars(select(schedules.c.next_due_at).where(schedules.c.recipient == "U9"))
    assert left.all() == [NOON + 9 * DAY]
    assert set(await all_of(sqlite_database)) == {"begun", "5"}


async def test_settings_saved_meanwhile_count_from_today(database: Database, clock: MovableClock) -> None:
    """Slots that the wrong clock used up are no reason to wait for a year."""
    async with database.transaction("T1") as transaction:
        await transaction.people.save(MARIA)
        await replan(transaction, MARIA, clock())
    planner = Planner(database)
    await planner.plan(clock() + timedelta(days=365, hours=1))
    clock.move(minutes=1)
    async with database.transaction("T1") as transaction:
        await transaction.people.save(replace(MARIA, prompt_at=time(9)))
        await replan(transaction, replace(MARIA, prompt_at=time(9)), clock())
        found = await transaction.schedules.get("U1", PROMPT_PERSON)
    assert found is not None
    assert found.next.on <= TODAY + DAY
