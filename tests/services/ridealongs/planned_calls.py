"""Two people, and a ride-along between them, for the tests of planning and reflection."""

from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy import select

from bot.domain.deliveries import Delivery
from bot.domain.people.people import PersonStatus, Who
from bot.domain.ridealongs.facts import Draft
from bot.domain.ridealongs.terms import Contract
from bot.services.context import Context
from bot.services.ridealongs.slots import AFTERWARDS
from bot.services.services import Services
from bot.storage.tables import deliveries, schedules

DRAFT = Draft("U2", "Acme", date(2026, 10, 20), time(15), 45, contract=Contract(signal="Over to you", skill="Wait"))


async def start(services: Services, context: Context, *people: Who, leader: bool = False) -> None:
    """These take part."""
    for who in people:
        person = await services.people.meet(who)
        async with context.database.transaction(who.workspace_id) as transaction:
            await transaction.people.save(replace(person, status=PersonStatus.ACTIVE, is_leader=leader))


async def sent(context: Context) -> list[tuple[str, str, str]]:
    """What is in the outbox, as (recipient, nudge, subject), in no particular order."""
    async with context.database.connection() as connection:
        rows = (await connection.execute(select(deliveries))).all()
    return sorted((row.recipient, row.nudge, row.subject) for row in rows)


async def planned(context: Context) -> dict[tuple[str, str, str], datetime]:
    """When each nudge is due, by (recipient, nudge, subject); without the reminder and closing that every call has."""
    once = schedules.c.days.is_(None) & schedules.c.nudge.not_in(AFTERWARDS)
    async with context.database.connection() as connection:
        rows = (await connection.execute(select(schedules).where(once))).all()
    return {(row.recipient, row.nudge, row.subject): row.next_due_at for row in rows}


def delivery(recipient: str, nudge: str, subject: str, at: datetime) -> Delivery:
    """A delivery to compose a message for."""
    return Delivery("D1", "T1", recipient, nudge, subject, on=at.date(), due_at=at)
