"""Shortcuts on messages: one file each, every callback id once."""

from handlers.command import Handler

SHORTCUTS: dict[str, Handler] = {}
