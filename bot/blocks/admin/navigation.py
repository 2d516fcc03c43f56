"""The button below each page that leads back to the first."""

from bot.blocks import block_kit
from bot.blocks.block_kit import Block
from bot.blocks.ids import Action
from content.models import Library


def back_button(library: Library) -> Block:
    """Back to the admin's page."""
    return block_kit.button(library.say("admin.back"), Action.ADMIN_OPEN)
