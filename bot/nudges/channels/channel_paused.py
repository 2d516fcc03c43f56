"""The word to whoever set up a channel nudge that Slack refuses now. Its subject names the channel and the nudge."""

from bot.blocks.block_kit import Message
from bot.blocks.channels.channels import paused
from bot.nudges.nudge import Facts, Need, Nudge, Silence
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Silence:
    """What is paused and why, unless it was put right meanwhile."""
    if facts.channel is None or not facts.channel.paused_for:
        return Silence("put right")
    return paused(library, facts.channel)


NUDGE = Nudge(
    key="channel_paused",
    compose=compose,
    grace=None,
    needs=frozenset({Need.CHANNEL_NUDGE}),
    uninvited=True,
)
