"""Tells somebody, once, that their calendar can no longer be read. Its subject names the read that failed."""

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.calendar import stopped
from bot.domain.ridealongs.meetings import CalendarFacts
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[CalendarFacts], library: Library) -> Message | Skip:
    """Why, and what to do about it; nothing if it works again, or was removed."""
    if facts.payload is None or not facts.payload.trouble:
        return Skip("it works again")
    return stopped(library, facts.payload)


# It does not count towards the budget: somebody who gave us their calendar relies on it, and is told once.
NUDGE = Nudge(key="calendar_stopped", compose=compose, grace=None, loads=CalendarFacts)
