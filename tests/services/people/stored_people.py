"""Small queries for what is stored about people, for the tests of use cases about them."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, PersonStatus, Who
from bot.domain.time.schedule import Pause
from bot.nudges import TEAM_INVITATION
from bot.services.context import Context
from bot.services.services import Services

TODAY = date(2026, 10, 19)
TOMORROW = TODAY + timedelta(days=1)
TOM = Who("T1", "U2")
FAILED = {DeliveryStatus.WITHHELD, DeliveryStatus.MISSED, DeliveryStatus.REFUSED}


async def stored(context: Context, who: Who) -> Person:
    """What is stored about somebody whom we have met."""
    async with context.database.transaction(who.workspace_id) as transaction:
        person = await transaction.people.get(who.user_id)
    assert person is not None
    return person


async def outbox(context: Context, who: Who, nudge: str) -> list[Delivery]:
    """Every delivery of a nudge to somebody, sent or not, the newest first."""
    async with context.database.transaction(who.workspace_id) as transaction:
        return await transaction.outbox.of(who.user_id, [nudge], status=None)


async def active(services: Services, context: Context, who: Who, **changes: object) -> Person:
    """Somebody who takes part from now on, with these settings."""
    person = replace(await services.people.meet(who), status=PersonStatus.ACTIVE, **changes)  # type: ignore[arg-type]  # any
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(person)
    return person


async def paused(context: Context, who: Who, first: date, last: date | None) -> None:
    """Somebody is in a pause on these days, both included."""
    async with context.database.transaction(who.workspace_id) as transaction:
        await transaction.people.pause(who.user_id, Pause(first, last))


async def invited_on(context: Context, who: Who, leader_id: str) -> date | None:
    """The day for which somebody's invitation to that leader's team is planned; None for none."""
    async with context.database.reading(who.workspace_id) as transaction:
        plan = await transaction.schedules.get(who.user_id, TEAM_INVITATION, leader_id)
    return plan.next.on if plan else None
