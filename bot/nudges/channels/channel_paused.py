"""Tells the person who set up a channel nudge that Slack now refuses it. Its subject names the channel and the
nudge.
"""

from bot.blocks.block_kit import Message
from bot.blocks.channels.channels import paused
from bot.domain.people.people import ChannelNudge
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[ChannelNudge], library: Library) -> Message | Skip:
    """What is paused and why, unless it has been fixed meanwhile."""
    if facts.payload is None or not facts.payload.paused_for:
        return Skip("put right")
    return paused(library, facts.payload)


NUDGE = Nudge(
    key="channel_paused",
    compose=compose,
    grace=None,
    loads=ChannelNudge,
    reaches_newcomers=True,
)
