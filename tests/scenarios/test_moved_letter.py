"""A quarterly letter whose day is full comes on the next day with room."""

from datetime import UTC, date, datetime, timedelta

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.nudges import QUARTERLY_LETTER, REFLECTION_REMINDER
from tests.office import MONDAY, Office

TUESDAY = date(2026, 10, 20)
HALF_PAST_EIGHT = datetime(2026, 10, 20, 6, 30, tzinfo=UTC)  # in Berlin
SUBJECT = "2026-07-01 2026-09-30"


async def a_full_tuesday(office: Office) -> None:
    """Maria answered check-ins last quarter; her letter is due at half past eight, after two reminders that day."""
    who = office.who("maria")
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        for number in range(13):
            week = date(2026, 6, 29) + timedelta(weeks=number)
            await transaction.checkins.save(CheckIn(who.user_id, week, CheckInAnswer.LED, MONDAY))
        for ride in ("r1", "r2"):
            early = HALF_PAST_EIGHT - timedelta(hours=1)
            await transaction.outbox.add(
                Delivery(
                    ride,
                    who.workspace_id,
                    who.user_id,
                    REFLECTION_REMINDER,
                    ride,
                    on=TUESDAY,
                    due_at=early,
                    status=DeliveryStatus.SENT,
                )
            )
        slot = Slot(TUESDAY, HALF_PAST_EIGHT)
        await transaction.schedules.save(
            Plan(who.workspace_id, who.user_id, QUARTERLY_LETTER, slot, subject=SUBJECT, zone="Europe/Berlin")
        )


async def letters(office: Office) -> list[Delivery]:
    async with office.bot.database.transaction(office.workspace.id) as transaction:
        found = await transaction.outbox.of(office.who("maria").user_id, [QUARTERLY_LETTER], status=None)
    return [one for one in reversed(found) if one.subject == SUBJECT]


async def test_a_letter_without_room_comes_the_next_day(office: Office) -> None:
    maria = office.as_("maria")
    await office.starts("maria", leader=True)
    await a_full_tuesday(office)

    await office.jump(HALF_PAST_EIGHT + timedelta(hours=1))
    assert not [message for message in maria.dm() if "quarter" in message.text.lower()]

    await office.jump(HALF_PAST_EIGHT + timedelta(days=10))
    assert len([message for message in maria.dm() if "quarter" in message.text.lower()]) == 1
    assert [(one.on.day, one.status, one.reason) for one in await letters(office)] == [
        (20, DeliveryStatus.WITHHELD, "over the budget, moved to 2026-10-21"),
        (21, DeliveryStatus.SENT, ""),
    ]
