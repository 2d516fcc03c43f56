"""The daily prompt in a channel, at the channel's own time."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.prompts.prompts import prompt_for_channel
from bot.domain.prompts.answers import DuePrompt
from bot.domain.time.schedule import next_slot_on_or_after
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[DuePrompt], library: Library) -> Message | Skip:
    """The prompt, for anybody to take up; nothing if it was stopped meanwhile."""
    if facts.channel is None:
        return Skip("stopped")
    assert facts.payload is not None
    assert facts.payload.choice is not None
    return prompt_for_channel(library, facts.payload.choice, facts.delivery.id)


NUDGE = Nudge(
    key="prompt_channel",
    compose=compose,
    grace=timedelta(hours=2),
    loads=DuePrompt,
    slot=next_slot_on_or_after,
    in_channels=True,
)
