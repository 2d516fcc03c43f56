"""Undoes what a clock that ran ahead has made: deliveries for slots that are still to come, and plans moved past
them.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.plans import Plan
from bot.storage.base.rows import across_workspaces, insert_new
from bot.storage.outbox.outbox import to_delivery
from bot.storage.outbox.schedules import KEY, values_of_plan
from bot.storage.tables import deliveries, people, schedules

NOT_SENT = (DeliveryStatus.PENDING, DeliveryStatus.MISSED, DeliveryStatus.WITHHELD)


async def unsent_after(connection: AsyncConnection, moment: datetime) -> list[tuple[Delivery, str]]:
    """The unsent deliveries of all workspaces that are due after `moment` (aware UTC), the earliest first, each with
    the zone of its recipient; "UTC" for a channel.
    """
    whose = and_(people.c.workspace_id == deliveries.c.workspace_id, people.c.user_id == deliveries.c.recipient)
    zone = func.coalesce(people.c.own_zone, people.c.profile_zone, "UTC").label("zone")
    statement = across_workspaces(
        select(deliveries, zone)
        .outerjoin(people, whose)
        .where(deliveries.c.status.in_(NOT_SENT), deliveries.c.due_at > moment)
        .order_by(deliveries.c.due_at)
    )
    return [(to_delivery(row), row.zone) for row in await connection.execute(statement)]


async def take_back(connection: AsyncConnection, made: Sequence[Delivery], once: Collection[Plan]) -> None:
    """Remove deliveries that nobody has begun to send; there must be at least one. Each plan goes back to the slot of
    its delivery, the earliest if there are several. Nudges in `once`, which no longer have a plan, are planned again.
    """
    same = (deliveries.c.workspace_id == bindparam("same_workspace_id"), deliveries.c.id == bindparam("same_id"))
    unsent = or_(*(deliveries.c.status == status for status in NOT_SENT))
    ids = [{"same_workspace_id": delivery.workspace_id, "same_id": delivery.id} for delivery in made]
    await connection.execute(delete(deliveries).where(*same, unsent), ids)
    plan = (schedules.c[name] == bindparam(f"same_{name}") for name in KEY)
    later = schedules.c.next_due_at > bindparam("due")
    back = update(schedules).where(*plan, later).values(next_on=bindparam("day"), next_due_at=bindparam("due"))
    slots = [
        {f"same_{name}": getattr(delivery, name) for name in KEY} | {"day": delivery.on, "due": delivery.due_at}
        for delivery in made
    ]
    await connection.execute(back, slots)
    for missing in once:
        await insert_new(connection, schedules, values_of_plan(missing))
