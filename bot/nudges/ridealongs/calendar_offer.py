"""Offers to plan as ride-alongs what somebody's own calendar shows. Its subject names the read that turned it up."""

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.calendar import offers
from bot.domain.ridealongs.meetings import MeetingOffers
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[MeetingOffers], library: Library) -> Message | Skip:
    """All meetings from one read in one message, each offered once; past ones are left out."""
    if facts.payload is None or not facts.payload.meetings:
        return Skip("gone by")
    return offers(library, facts.payload)


# It does not count towards the budget: the person asked for it by giving us their calendar, and it is a single message.
NUDGE = Nudge(key="calendar_offer", compose=compose, grace=None, loads=MeetingOffers)
