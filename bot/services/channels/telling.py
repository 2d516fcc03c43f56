"""Tells a channel who set up what for it; inside the caller's transaction."""

from bot.domain.channels.channels import MOST_TOLD, TOLD_ANEW
from bot.domain.codec import ChannelSubject, encode
from bot.domain.deliveries import Delivery
from bot.domain.people.people import ChannelNudge
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.time.schedule import local_date
from bot.errors import Problem
from bot.nudges import CHANNEL_SET_UP
from bot.services.context import Context, new_id
from bot.storage.transaction import Transaction


async def tell(context: Context, transaction: Transaction, nudge: ChannelNudge) -> None:
    """Tell the channel who set up what. Raises Problem if it has been told MOST_TOLD times today."""
    now = context.clock()
    on, subject = local_date(now, nudge.zone), encode(ChannelSubject(nudge.channel_id, nudge.nudge, new_id()[:8]))
    told = await transaction.safeguards.count_up(
        SafeguardKind.USED, CHANNEL_SET_UP, nudge.channel_id, at=now, since=now - TOLD_ANEW
    )
    if told > MOST_TOLD:  # raised, so that nothing is saved
        raise Problem("channels.told_enough", field="channel", most=MOST_TOLD)
    await transaction.outbox.add(
        Delivery.of_slot(nudge.workspace_id, nudge.channel_id, CHANNEL_SET_UP, subject, on, now)
    )
