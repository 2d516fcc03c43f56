"""What was sent, and what something newer leaves in its place."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Who
from bot.nudges.nudge import Facts
from bot.services.context import Context
from bot.services.outdated_messages import Replacement, outdated_by
from tests.services.people.stored_people import stored


class Sent:
    """Puts messages sent to Maria in the outbox."""

    def __init__(self, context: Context) -> None:
        self._context = context

    async def __call__(self, id_: str, nudge: str, subject: str = "", *, days: int = 0, **changes: object) -> Delivery:
        """A message that was due so many days ago."""
        due_at = self._context.clock() - timedelta(days=days)
        made = Delivery(id_, "T1", "U1", nudge, subject, on=due_at.date(), due_at=due_at)
        sent = replace(made, status=DeliveryStatus.SENT, channel_id="D1", ts=f"{id_}.1")
        kept = replace(sent, **changes)  # type: ignore[arg-type]  # any field
        async with self._context.database.transaction("T1") as transaction:
            await transaction.outbox.add(kept)
        return kept


async def outdated(context: Context, newest: Delivery, who: Who | None) -> dict[str, Replacement]:
    """What replaces which messages, by id, once `newest` is sent."""
    person = await stored(context, who) if who else None
    async with context.database.transaction("T1") as transaction:
        found = await outdated_by(transaction, newest, Facts(newest, context.clock(), person))
    return {delivery.id: replacement for delivery, replacement in found}
