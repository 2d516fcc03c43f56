"""A nudge for the channel C1, and what became of it, for the tests of channel nudges."""

from datetime import time

from bot.domain.channels.channels import ChannelRequest
from bot.domain.deliveries import Delivery, Status
from bot.nudges import PROMPT_CHANNEL
from bot.nudges.nudge import Silence
from bot.services.context import Tools, new_id
from tests.services.composing import composed

NINE = ChannelRequest(channel_id="C1", at=time(9))


async def outbox(tools: Tools, recipient: str, nudge: str) -> list[Delivery]:
    """Every delivery of a nudge to a person or channel, sent or not, the newest first."""
    async with tools.database.transaction("T1") as memory:
        return await memory.outbox.of(recipient, [nudge], status=None)


async def said(tools: Tools, delivery: Delivery) -> str:
    """What a delivery would say this moment, or why it would say nothing."""
    message = await composed(tools, delivery)
    return message.reason if isinstance(message, Silence) else message.text


async def sent_today(tools: Tools, status: Status = Status.SENT) -> None:
    """Today's prompt went out to the channel, or ended otherwise."""
    now = tools.clock()
    async with tools.database.transaction("T1") as memory:
        await memory.outbox.add(
            Delivery(new_id(), "T1", "C1", PROMPT_CHANNEL, "", now.date(), now, status, "too late", sent_at=now)
        )
