"""Undoes what was planned while the machine's clock ran ahead, once the clock is right again."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot import log
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.nudges.nudge import Nudge
from bot.storage.database import Database

MARGIN = timedelta(hours=1)  # more than the clocks of two machines differ

logger = log.get(__name__)


async def heal(database: Database, nudges: Mapping[str, Nudge[Any]], now: datetime) -> int:
    """Remove deliveries that are due an hour after `now` (aware UTC) or later, and put their plans back to those slots.
    A planner makes no delivery before it is due, so only a clock that ran ahead can have made these. Returns how many
    were removed.

    Messages that were already sent stay sent, and their slots stay taken.
    """
    async with database.look() as delivery_store:
        ahead = await delivery_store.unsent_after(now + MARGIN)
    made: list[Delivery] = []
    once: list[Plan] = []
    for delivery, zone in ahead:
        nudge = nudges.get(delivery.nudge)
        is_recurring = nudge is not None and nudge.slot is not None
        if (
            delivery.moved_from
            or delivery.waited_since
            or (delivery.status is DeliveryStatus.PENDING and not is_recurring)
        ):
            continue  # it waits for its own time, as it should
        made.append(delivery)
        if not is_recurring:
            once.append(_plan(delivery, zone))
    if made:
        async with database.delivery_store() as delivery_store:
            await delivery_store.take_back(made, once)
        logger.warning("clock_was_ahead", taken_back=len(made), until=made[-1].due_at.isoformat())
    return len(made)


def _plan(delivery: Delivery, zone: str) -> Plan:
    slot = Slot(delivery.on, delivery.due_at)
    return Plan(delivery.workspace_id, delivery.recipient, delivery.nudge, slot, delivery.subject, zone=zone)
