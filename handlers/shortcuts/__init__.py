"""Shortcuts on messages: one file each, every callback id once."""

from bot.blocks.ids import Shortcut
from handlers.command import Handler
from handlers.shortcuts import coaching_moment

SHORTCUTS: dict[str, Handler] = {
    Shortcut.COACHING_MOMENT: coaching_moment.coaching_moment,
}
