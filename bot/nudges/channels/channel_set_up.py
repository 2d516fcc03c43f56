"""Tells a channel who set up a nudge for it. Its subject names the channel, the nudge, and this set-up of it."""

from bot.blocks.block_kit import Message
from bot.blocks.channels.channels import announced
from bot.domain.people.people import ChannelNudge
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[ChannelNudge], library: Library) -> Message | Skip:
    """Who set up what, unless it was stopped meanwhile."""
    return Skip("stopped") if facts.payload is None else announced(library, facts.payload)


NUDGE = Nudge(
    key="channel_set_up",
    compose=compose,
    grace=None,
    loads=ChannelNudge,
    in_channels=True,
)
