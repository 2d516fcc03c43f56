"""What a channel nudge would post, shown to the person trying it out, without anything to press."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.channels.digest import digest
from bot.blocks.prompts.prompts import prompt_for_channel
from bot.domain.channels.channels import ChannelTrial
from bot.domain.checkins.checkins import CheckInAnswer
from content.models import Library

MADE_UP = dict(zip(CheckInAnswer, (3, 2, 1, 1), strict=True))


def trial(library: Library, facts: ChannelTrial) -> Message:
    """A line that says what this is, and the message without its buttons."""
    assert (facts.choice is None) != (facts.week is None)
    channel = block_kit.channel(facts.nudge.channel_id)
    if facts.choice is not None:
        lead = library.say("admin.trial.prompt", channel=channel)
        message = prompt_for_channel(library, facts.choice, "")
    else:
        assert facts.week is not None
        lead = library.say("admin.trial.digest", channel=channel)
        message = digest(library, facts.week, MADE_UP)
    shown = [block for block in message.blocks if block["type"] != "actions"]
    return Message(lead, (block_kit.context(lead), *shown))
