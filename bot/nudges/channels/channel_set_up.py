"""The word to a channel about who set up a nudge for it. Its subject names the channel, the nudge, and this time."""

from bot.blocks.block_kit import Message
from bot.blocks.channels.channels import announced
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """Who set up what, unless it was stopped meanwhile."""
    return Skip("stopped") if facts.channel is None else announced(library, facts.channel)


NUDGE = Nudge(
    key="channel_set_up",
    compose=compose,
    grace=None,
    needs=frozenset({Need.CHANNEL_NUDGE}),
    in_channels=True,
)
