"""A nudge for the channel C1 and its deliveries, for the tests of channel nudges."""

from datetime import time

from bot.domain.channels.channels import ChannelRequest
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.nudges import PROMPT_CHANNEL
from bot.nudges.nudge import Skip
from bot.services.context import Context, new_id
from tests.services.composing import composed

NINE = ChannelRequest(channel_id="C1", at=time(9))


async def outbox(context: Context, recipient: str, nudge: str) -> list[Delivery]:
    """Every delivery of a nudge to a person or channel, sent or not, the newest first."""
    async with context.database.transaction("T1") as transaction:
        return await transaction.outbox.of(recipient, [nudge], status=None)


async def said(context: Context, delivery: Delivery) -> str:
    """What a delivery would say right now, or why it would say nothing."""
    message = await composed(context, delivery)
    return message.reason if isinstance(message, Skip) else message.text


async def sent_today(context: Context, status: DeliveryStatus = DeliveryStatus.SENT) -> None:
    """Today's prompt was sent to the channel, or ended with another `status`."""
    now = context.clock()
    async with context.database.transaction("T1") as transaction:
        await transaction.outbox.add(
            Delivery(
                new_id(),
                "T1",
                "C1",
                PROMPT_CHANNEL,
                "",
                on=now.date(),
                due_at=now,
                status=status,
                reason="too late",
                sent_at=now,
            )
        )
