"""The one reminder of the questions after a ride-along, the next working morning. Its subject is the ride-along's."""

from bot.blocks.kit import Message
from bot.blocks.reflections import card
from bot.domain.ridealong import State
from bot.nudges.nudge import Facts, Need, Nudge, Silence
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Silence:
    """The one tap again, to whoever has not given it; it says that it is the last time."""
    ride = facts.ridealong
    if ride is None or ride.ride.state is State.CANCELLED:
        return Silence("cancelled")
    if facts.now < ride.ride.ends_at:
        return Silence("moved")
    if ride.mine is not None:
        return Silence("answered")
    return card(library, ride, reminder=True) if ride.agreed_to_hear else Silence("not started")


NUDGE = Nudge(
    key="reflection_reminder",
    compose=compose,
    grace=None,
    needs=frozenset({Need.RIDEALONG}),
    unasked=True,
    uninvited=True,  # a yes to the ride-along is a yes to its questions
)
