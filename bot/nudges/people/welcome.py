"""The message to somebody who opens the Home tab for the first time: what this is, and whether they want it."""

from bot.blocks.block_kit import Message
from bot.blocks.people.onboarding import welcome
from bot.nudges.nudge import NOT_STARTED, Facts, Nudge, Skip, always
from content.models import Library


def compose(facts: Facts[object], library: Library) -> Message | Skip:
    """The welcome, unless they pressed Start on the Home tab meanwhile, which asks the same."""
    is_answered = facts.person is not None and facts.person.status not in NOT_STARTED
    return Skip("answered") if is_answered else welcome(library)


# It answers the person who has just opened the Home tab.
NUDGE = Nudge(key="welcome", compose=compose, grace=None, reaches_newcomers=True, ignores_hours=always)
