"""How a channel nudge stands; inside a transaction that somebody else opened."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain.carried import ChannelSubject, pack, unpack
from bot.domain.channels.channels import ChannelNudgeFacts
from bot.domain.deliveries import Delivery
from bot.domain.people.people import ChannelNudge
from bot.nudges import NUDGES
from bot.nudges.nudge import Facts
from bot.services.planning.recurring import country_of, replan_channel
from bot.storage.transaction import Transaction
from content.models import Library

MOST_TROUBLES = 3
WEEKLY = frozenset(nudge.key for nudge in NUDGES if nudge.weekly)


def subject_of(nudge: ChannelNudge) -> str:
    """The subject of a delivery about a channel nudge: its channel and its key."""
    return pack(ChannelSubject(nudge.channel_id, nudge.nudge))


async def load_channel_nudge(transaction: Transaction, _library: Library, facts: Facts[Any]) -> ChannelNudge | None:
    """The channel nudge that the delivery's subject names; None where it was stopped."""
    about = unpack(ChannelSubject, facts.delivery.subject)
    return await transaction.channels.get(about.channel_id, about.nudge)


async def facts_of(transaction: Transaction, nudge: ChannelNudge, since: datetime) -> ChannelNudgeFacts:
    """The channel nudge with its next and last time, and what went wrong since the aware instant `since`."""
    plan = await transaction.schedules.get(nudge.channel_id, nudge.nudge)
    sent = await transaction.outbox.of(nudge.channel_id, [nudge.nudge])
    troubles = [delivery for delivery in await transaction.outbox.troubled(since) if _is_of(delivery, nudge)]
    return ChannelNudgeFacts(
        nudge,
        plan.next.due_at if plan else None,
        sent[0].sent_at or sent[0].due_at if sent else None,
        "" if nudge.nudge in WEEKLY else await country_of(transaction, nudge),
        tuple(troubles[:MOST_TROUBLES]),
    )


async def pause(transaction: Transaction, nudge: ChannelNudge, code: str, now: datetime) -> None:
    """Send it no more until it is set up again."""
    paused = replace(nudge, paused_for=code)
    await transaction.channels.save(paused)
    await replan_channel(transaction, paused, now)


def _is_of(delivery: Delivery, nudge: ChannelNudge) -> bool:
    return (delivery.recipient, delivery.nudge) == (nudge.channel_id, nudge.nudge)
