"""Weeks, and deliveries about them, for the tests of check-ins and of what counts them."""

from datetime import UTC, date, datetime, time

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import ChannelNudge
from bot.nudges import DIGEST
from bot.services.context import Context, new_id

WEEK, NEXT, AFTER = date(2026, 10, 19), date(2026, 10, 26), date(2026, 11, 2)
FRIDAY, MONDAY = date(2026, 10, 23), date(2026, 10, 26)


async def sent(context: Context, nudge: str, recipient: str, on: date, *, hour: int = 8, went: bool = True) -> Delivery:
    """A delivery for that local date, sent (`went`) or just being composed."""
    at = datetime(on.year, on.month, on.day, hour, tzinfo=UTC)
    status, sent_at = (DeliveryStatus.SENT, at) if went else (DeliveryStatus.SENDING, None)
    delivery = Delivery(new_id(), "T1", recipient, nudge, "", on=on, due_at=at, status=status, sent_at=sent_at)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.outbox.add(delivery)
        if nudge == DIGEST:
            digest = ChannelNudge("T1", recipient, DIGEST, time(9), frozenset({0}), zone="Europe/Berlin", set_by="U1")
            await transaction.channels.save(digest)
    return delivery
