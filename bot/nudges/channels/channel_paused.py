"""The word to whoever set up a channel nudge that Slack refuses now. Its subject names the channel and the nudge."""

from bot.blocks.block_kit import Message
from bot.blocks.channels.channels import paused
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """What is paused and why, unless it was put right meanwhile."""
    if facts.channel is None or not facts.channel.paused_for:
        return Skip("put right")
    return paused(library, facts.channel)


NUDGE = Nudge(
    key="channel_paused",
    compose=compose,
    grace=None,
    needs=frozenset({Need.CHANNEL_NUDGE}),
    reaches_newcomers=True,
)
