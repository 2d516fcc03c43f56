"""The leader's questions at the planned end of a ride-along. Its subject begins with the ride-along's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.reflections import card
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """One tap, then what else they want to write. The facts hold what this one of the two may see."""
    ride = still_open(facts)
    if isinstance(ride, Skip):
        return ride
    return card(library, ride) if ride.agreed_to_hear else Skip("not started")


def still_open(facts: Facts) -> RideFacts | Skip:
    """The ride-along that the delivery is about, where it has ended and this one of the two said nothing of it yet."""
    ride = facts.ridealong
    if ride is None or ride.ride.state is RideAlongState.CANCELLED:
        return Skip("cancelled")
    if facts.now < ride.ride.ends_at:
        return Skip("moved")
    return Skip("answered") if ride.mine is not None else ride


NUDGE = Nudge(
    key="reflection_leader",
    compose=compose,
    grace=timedelta(days=1),  # the blind time
    needs=frozenset({Need.RIDEALONG}),
    reaches_newcomers=True,  # a yes to the ride-along is a yes to its questions
)
