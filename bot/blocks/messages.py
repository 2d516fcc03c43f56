"""Answers to what somebody wrote to us: the closest commands as buttons, and that a reply was saved."""

from collections.abc import Sequence

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.blocks.ids import Action
from content.models import Library

BUTTONS = (Action.COMMAND_FIRST, Action.COMMAND_SECOND, Action.COMMAND_THIRD)


def nearest(library: Library, keys: Sequence[str]) -> Message:
    """What was probably meant, as up to three buttons; each carries the name of its sub-command."""
    text = library.say("messages.nearest")
    buttons = [
        block_kit.button(library.say(f"messages.buttons.{key.replace('-', '_')}"), action, key)
        for key, action in zip(keys, BUTTONS, strict=False)
    ]
    return Message(text, (block_kit.section(text), block_kit.actions(*buttons)))


def noted(library: Library) -> Message:
    """Says that a reply in a prompt's thread was saved as its reflection."""
    return block_kit.message(library.say("messages.noted"))


def not_kept(library: Library) -> Message:
    """Says that a reply to another message of ours was not saved, and where its words belong."""
    details, saw = library.say("checkins.details_button"), library.say("reflections.add_button")
    return block_kit.message(library.say("messages.not_kept", details=details, saw=saw))


def outdated_line(library: Library, why: str) -> Message:
    """What remains of a message that a newer one makes outdated; `why` is the reason."""
    text = library.say(f"messages.outdated.{why}")
    return Message(text, (block_kit.context(text),))
