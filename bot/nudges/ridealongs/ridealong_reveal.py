"""Both views of a ride-along, once both may be read. Its subject is the ride-along's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.reflections import reveal
from bot.domain.ridealongs.facts import RideFacts
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """Side by side what this one may read; nothing where the other took their yes to sharing back."""
    ride = facts.payload
    if ride is None or ride.theirs is None:
        return Skip("nothing shared")
    return reveal(library, ride) if ride.agreed_to_hear or ride.mine else Skip("not started")


NUDGE = Nudge(
    key="ridealong_reveal",
    compose=compose,
    grace=timedelta(days=2),
    loads=RideFacts,
    reaches_newcomers=True,  # to the two who took the call together, about what they wrote
)
