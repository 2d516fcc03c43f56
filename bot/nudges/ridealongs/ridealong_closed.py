"""Tells both, three days after a ride-along, that nobody is asked about it any more. Its subject names it."""

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.reflections import closed
from bot.domain.ridealongs.facts import RideFacts
from bot.nudges.nudge import Facts, Nudge, Skip
from bot.nudges.ridealongs.reflections import still_open
from content.models import Library


def compose(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """Sent once to each, and only if neither of the two responded."""
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
    reaches_newcomers=True,  # anybody who was asked is told that we stop asking
)
