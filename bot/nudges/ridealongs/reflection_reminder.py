"""The one reminder of the questions after a ride-along, the next working morning. Its subject is the ride-along's."""

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.reflections import card
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from bot.nudges.ridealongs.reflection_leader import still_open
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """The one tap again, to whoever has not given it; it says that it is the last time."""
    ride = still_open(facts)
    if isinstance(ride, Skip):
        return ride
    return card(library, ride, reminder=True) if ride.agreed_to_hear else Skip("not started")


NUDGE = Nudge(
    key="reflection_reminder",
    compose=compose,
    grace=None,
    needs=frozenset({Need.RIDEALONG}),
    counts_towards_budget=True,
    reaches_newcomers=True,  # a yes to the ride-along is a yes to its questions
)
