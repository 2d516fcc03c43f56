"""The row of buttons below a page: to the pages beside it, and back to the first."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.ids import Action
from content.models import Library


def back_row(library: Library, *others: Block) -> Block:
    """The `others`, and the button back to the admin's page."""
    return block_kit.actions(*others, block_kit.button(library.say("admin.back"), Action.ADMIN_OPEN))
