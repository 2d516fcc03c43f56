"""The first message to the person who opens the Home tab for the first time: what this is, and whether they want it."""

from bot.blocks.block_kit import Message
from bot.blocks.people.onboarding import welcome
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(_facts: Facts[object], library: Library) -> Message | Skip:
    """The welcome; the person who pressed Start on the Home tab meanwhile can still read what it is."""
    return welcome(library)


NUDGE = Nudge(key="welcome", compose=compose, grace=None, reaches_newcomers=True)
