"""Telling a channel who set up what for it; inside a transaction that somebody else opened."""

from datetime import timedelta

from bot.domain.carried import ChannelSubject, pack
from bot.domain.channels.channels import MOST_TOLD
from bot.domain.deliveries import Delivery
from bot.domain.people.people import ChannelNudge
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.time.schedule import local_date
from bot.errors import Problem
from bot.nudges import CHANNEL_SET_UP
from bot.services.context import Context, new_id
from bot.storage.transaction import Transaction

A_DAY = timedelta(hours=23)  # so that the same minute of the next day is another one


async def tell(context: Context, transaction: Transaction, nudge: ChannelNudge) -> None:
    """Tell the channel who set up what. Raises Problem where it was told of that many today."""
    now = context.clock()
    on, subject = local_date(now, nudge.zone), pack(ChannelSubject(nudge.channel_id, nudge.nudge, new_id()[:8]))
    told = await transaction.safeguards.count_up(
        SafeguardKind.USED, CHANNEL_SET_UP, nudge.channel_id, at=now, since=now - A_DAY
    )
    if told > MOST_TOLD:  # raised, so that nothing of it is kept
        raise Problem("channels.told_enough", field="channel", most=MOST_TOLD)
    await transaction.outbox.add(
        Delivery.of_slot(nudge.workspace_id, nudge.channel_id, CHANNEL_SET_UP, subject, on, now)
    )
