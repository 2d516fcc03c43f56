"""A sentence that answers a press where there is no message to answer at."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Message, View
from content.models import Library


def notice_modal(library: Library, text: str) -> View:
    """A small modal that shows `text` and closes."""
    blocks = [block_kit.section(block_kit.escape(text))]
    return block_kit.modal("notice", library.say("common.app"), blocks, close=library.say("common.close"))


def shown_modal(library: Library, message: Message) -> View:
    """A modal that shows a message and closes."""
    return block_kit.modal("notice", library.say("common.app"), message.blocks, close=library.say("common.close"))
