"""Prompts that went out, for the tests of what people make of them."""

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.time.schedule import local_date
from bot.nudges import PROMPT_PERSON
from bot.services.context import Context, new_id


async def deliver(context: Context, recipient: str, nudge: str = PROMPT_PERSON, ts: str = "") -> str:
    """A prompt that went out this minute, as the message `ts`; its delivery id."""
    now = context.clock()
    prompt = next(iter(context.library.prompts))
    delivery = Delivery(
        new_id(),
        "T1",
        recipient,
        nudge,
        "",
        on=local_date(now, "Europe/Berlin"),
        due_at=now,
        status=DeliveryStatus.SENT,
        content_id=prompt,
        ts=ts,
    )
    async with context.database.transaction("T1") as transaction:
        assert await transaction.outbox.add(delivery)
    return delivery.id
