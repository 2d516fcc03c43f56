"""A leader asks a salesperson for the other view of their self-check. Its subject is the round's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.selfchecks.feedback import invitation
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """What is asked, who sees what of it, and one button; nothing where it was answered or is over."""
    if facts.twin is None or not facts.twin.is_open:
        return Skip("over")
    return Skip("answered") if facts.twin.mine is not None else invitation(library, facts.twin)


NUDGE = Nudge(key="selfcheck_twin", compose=compose, grace=timedelta(days=7), needs=frozenset({Need.TWIN}))
