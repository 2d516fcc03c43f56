"""The state of a channel nudge; inside the caller's transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.channels.channels import ChannelNudgeFacts
from bot.domain.codec import ChannelSubject, decode, encode
from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.countries import guessed_country
from bot.domain.people.people import ChannelNudge, Person
from bot.domain.people.permissions import Permission, refusal
from bot.errors import Problem
from bot.nudges import NUDGES
from bot.nudges.nudge import Facts
from bot.services.planning.recurring import replan_channel
from bot.slack.directory import ChannelInfo
from bot.storage.transaction import Transaction
from content.models import Library

LATELY = timedelta(days=14)
MOST_TROUBLES = 3
WEEKLY = frozenset(nudge.key for nudge in NUDGES if nudge.weekly)


def subject_of(nudge: ChannelNudge) -> str:
    """The subject of a delivery about a channel nudge: its channel and its key."""
    return encode(ChannelSubject(nudge.channel_id, nudge.nudge))


async def load_channel_nudge(transaction: Transaction, _library: Library, facts: Facts[Any]) -> ChannelNudge | None:
    """The channel nudge that the delivery's subject names; None if it was stopped."""
    about = decode(ChannelSubject, facts.delivery.subject)
    return await transaction.channels.get(about.channel_id, about.nudge)


async def facts_of(transaction: Transaction, nudge: ChannelNudge, since: datetime) -> ChannelNudgeFacts:
    """The channel nudge with its next and last time, and what went wrong since the aware instant `since`."""
    return (await facts_of_each(transaction, [nudge], since))[0]


async def facts_of_each(
    transaction: Transaction, nudges: Sequence[ChannelNudge], since: datetime
) -> list[ChannelNudgeFacts]:
    """The same for several, in as few statements as for one."""
    channels = {nudge.channel_id for nudge in nudges}
    plans = await transaction.schedules.of_each(channels)
    last = await transaction.outbox.last_sent(channels)
    troubled = await transaction.outbox.troubled(since, channels)
    withheld = await transaction.outbox.of_each(channels, WEEKLY, since=since.date(), status=DeliveryStatus.WITHHELD)
    country = (await transaction.workspaces.get()).country
    facts = []
    for nudge in nudges:
        key = (nudge.channel_id, nudge.nudge)
        plan, last_at = plans.get(key), last.get(key)
        silent = next((delivery for delivery in withheld[nudge.channel_id] if delivery.nudge == nudge.nudge), None)
        facts.append(
            ChannelNudgeFacts(
                nudge,
                plan.next.due_at if plan else None,
                last_at,
                "" if nudge.nudge in WEEKLY else nudge.country or guessed_country(nudge.zone, "", country),
                tuple(delivery for delivery in troubled if (delivery.recipient, delivery.nudge) == key)[:MOST_TROUBLES],
                withheld=silent if silent is not None and (last_at is None or silent.due_at > last_at) else None,
            )
        )
    return facts


def refuse_others(person: Person, nudge: ChannelNudge) -> None:
    """Raises Problem if somebody else set it up and the person is not an admin."""
    if problem := refusal(person, Permission.REMOVE_CHANNEL_NUDGE, own=nudge.set_by == person.user_id):
        raise problem


def check_channel(channel: ChannelInfo | None) -> ChannelInfo:
    """The channel, if we can post there and nobody of another company reads it. Raises Problem otherwise."""
    if channel is None:
        raise Problem("channels.not_seen", field="channel")
    if channel.is_archived:
        raise Problem("channels.archived", field="channel", channel=f"#{channel.name}")
    if channel.is_shared:  # the form does not offer these; a command can name one
        raise Problem("channels.shared", field="channel", channel=f"#{channel.name}")
    return channel


def check_invited(channel: ChannelInfo) -> None:
    """Raises Problem if nobody has invited us to the channel."""
    if not channel.has_bot:
        raise Problem("channels.invite_first", field="channel", channel=f"#{channel.name}")


async def pause(transaction: Transaction, nudge: ChannelNudge, code: str, now: datetime) -> None:
    """Stop sending it until it is set up again or resumed."""
    paused = replace(nudge, paused_for=code)
    await transaction.channels.save(paused)
    await replan_channel(transaction, paused, now)
