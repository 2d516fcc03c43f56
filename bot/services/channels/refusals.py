"""What happens when Slack refuses a message to a channel, or nothing of ours belongs there any more."""

from bot.domain.deliveries import Delivery
from bot.domain.integrations.webhooks import WebhookKind
from bot.domain.people.people import ChannelNudge
from bot.nudges import CHANNEL_PAUSED
from bot.services.channels.facts import LATELY, pause, subject_of
from bot.services.context import Context
from bot.services.planning.announcements import announce
from bot.slack.codes import Meaning, meaning_of
from bot.storage.transaction import Transaction

PERHAPS_LASTING = (Meaning.FAULT, Meaning.UNKNOWN, Meaning.UNREADABLE)


async def pause_refused(context: Context, delivery: Delivery, code: str) -> None:
    """Slack refused a delivery with its error `code`: if that will not pass on its own, pause the channel nudge and
    tell the person who set it up, once. An unknown code or a fault may be gone the next day.
    """
    meaning = meaning_of(code)
    if meaning not in (Meaning.CLOSED, *PERHAPS_LASTING):
        return
    async with context.database.transaction(delivery.workspace_id) as transaction:
        if meaning in PERHAPS_LASTING and not await _was_refused_before(transaction, delivery, code):
            return
        nudge = await transaction.channels.get(delivery.recipient, delivery.nudge)
        if nudge is not None:
            await pause_and_tell(context, transaction, nudge, code)


async def pause_and_tell(context: Context, transaction: Transaction, nudge: ChannelNudge, code: str) -> None:
    """Pause a channel nudge, unless it is already, and tell the person who set it up."""
    if nudge.paused_for:
        return
    await pause(transaction, nudge, code, context.clock())
    paused = {"channel": nudge.channel_id, "nudge": nudge.nudge, "reason": code}
    await announce(transaction, WebhookKind.CHANNEL_PAUSED, paused, context.clock())
    setter = await transaction.people.get(nudge.set_by)
    if setter is not None:
        await transaction.outbox.add(context.at_once(setter, CHANNEL_PAUSED, subject_of(nudge)))


async def _was_refused_before(transaction: Transaction, delivery: Delivery, code: str) -> bool:
    """Whether the one before it was refused with the same `code`."""
    kinds, since = [delivery.nudge], delivery.on - LATELY
    former = await transaction.outbox.of(delivery.recipient, kinds, since=since, status=None)
    return next((before.reason == code for before in former if before.on < delivery.on), False)
