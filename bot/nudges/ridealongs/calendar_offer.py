"""The offer to plan what somebody's own calendar shows as a ride-along. Its subject names the look that found it."""

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.calendar import offers
from bot.domain.ridealongs.meetings import MeetingOffers
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[MeetingOffers], library: Library) -> Message | Skip:
    """Every meeting of one look in one message, each offered once; those gone by are left out."""
    if facts.payload is None or not facts.payload.meetings:
        return Skip("gone by")
    return offers(library, facts.payload)


# It does not count towards the budget: the person who gave us their calendar asked for it, and it comes in one message.
NUDGE = Nudge(key="calendar_offer", compose=compose, grace=None, loads=MeetingOffers)
