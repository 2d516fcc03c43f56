"""Both views of a ride-along, once both may be read. Its subject is the ride-along's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.reflections import reveal
from bot.domain.ridealongs.facts import RideFacts
from bot.nudges.nudge import Facts, Nudge, Skip, always
from content.models import Library


def compose(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """What this person may read, side by side; nothing if the other stopped sharing."""
    ride = facts.payload
    if ride is None or ride.theirs is None:
        return Skip("nothing shared")
    return reveal(library, ride) if ride.agreed_to_hear or ride.mine else Skip("not started")


NUDGE = Nudge(
    key="ridealong_reveal",
    compose=compose,
    grace=timedelta(days=2),
    loads=RideFacts,
    reaches_newcomers=True,  # they took the call together, and it is about what they wrote
    outlasts_pauses=always,  # its author reads that the other can read it
)
