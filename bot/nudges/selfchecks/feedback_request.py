"""A leader asks a salesperson for feedback on their self-check. Its subject is the round's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.selfchecks.feedback import invitation
from bot.domain.selfchecks.feedback import FeedbackFacts
from bot.nudges.nudge import Facts, Nudge, Skip, always
from content.models import Library


def compose(facts: Facts[FeedbackFacts], library: Library) -> Message | Skip:
    """What is asked, who sees what of it, and one button; nothing if it was answered or is over."""
    if facts.payload is None or not facts.payload.is_open:
        return Skip("over")
    return Skip("answered") if facts.payload.mine is not None else invitation(library, facts.payload)


NUDGE = Nudge(
    key="selfcheck_twin", compose=compose, grace=timedelta(days=7), loads=FeedbackFacts, outlasts_pauses=always
)
