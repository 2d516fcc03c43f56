"""Tells a leader that enough salespeople answered. Its subject is the round's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.selfchecks.feedback import views_are_open
from bot.nudges.nudge import Facts, Nudge, Skip, always
from content.models import Library


def compose(_facts: Facts[object], library: Library) -> Message | Skip:
    """That both views can be read, and a button; the message itself has no numbers."""
    return views_are_open(library)


NUDGE = Nudge(key="selfcheck_views", compose=compose, grace=timedelta(days=7), outlasts_pauses=always)
