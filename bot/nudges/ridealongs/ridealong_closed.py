"""The word to both that nobody is asked about a ride-along any more, three days after it. Its subject names it."""

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.reflections import closed
from bot.domain.ridealongs.facts import RideFacts
from bot.nudges.nudge import Facts, Nudge, Skip
from bot.nudges.ridealongs.reflections import still_open
from content.models import Library


def compose(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """Said once to each, and only where neither of the two said a word about the call."""
    ride = still_open(facts)
    if isinstance(ride, Skip):
        return ride
    if ride.other_answered:
        return Skip("answered")
    return closed(library, ride) if ride.agreed_to_hear else Skip("not started")


NUDGE = Nudge(
    key="ridealong_closed",
    compose=compose,
    grace=None,
    loads=RideFacts,
    reaches_newcomers=True,  # the person who was asked hears that the asking is over
)
