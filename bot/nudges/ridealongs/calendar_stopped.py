"""Word that somebody's calendar cannot be read any more, once. Its subject names the look that failed."""

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.calendar import stopped
from bot.domain.ridealongs.meetings import CalendarFacts
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[CalendarFacts], library: Library) -> Message | Skip:
    """Why, and what to do about it; nothing where it works again, or was taken back."""
    if facts.payload is None or not facts.payload.trouble:
        return Skip("it works again")
    return stopped(library, facts.payload)


# It does not count towards the budget: the person who gave us their calendar relies on it, and hears of it once.
NUDGE = Nudge(key="calendar_stopped", compose=compose, grace=None, loads=CalendarFacts)
