"""The questions to both after a ride-along, and the one reminder. Each subject begins with the ride-along's id."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.reflections import card
from bot.domain.people.people import NudgeKind
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.ridealongs import RideAlongState, reflection_at
from bot.nudges.nudge import Facts, Nudge, Skip, never
from content.models import Library


def compose(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """One tap, then whatever else they want to write. The facts hold what this person, one of the two, may see."""
    ride = still_open(facts)
    if isinstance(ride, Skip):
        return ride
    return card(library, ride) if ride.may_be_asked else Skip("not started")


def compose_reminder(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """The one tap again, for somebody who has not made it; it says that this is the last time."""
    ride = still_open(facts)
    if isinstance(ride, Skip):
        return ride
    return card(library, ride, reminder=True) if ride.agreed_to_hear else Skip("not started")


def still_open(facts: Facts[RideFacts]) -> RideFacts | Skip:
    """The ride-along that the delivery is about, if as far as we know it took place and has ended, and this person has
    not said anything about it yet.
    """
    ride = facts.payload
    if ride is None or ride.ride.state is RideAlongState.CANCELLED:
        return Skip("cancelled")
    if facts.now < ride.ride.ends_at:
        return Skip("moved")
    if ride.other_had_left:
        return Skip("the other left")
    return Skip("answered") if ride.mine is not None else ride


def comes_with_the_call(facts: Facts[RideFacts], _until: datetime) -> bool:
    """At the planned end of a call they were in, while it is fresh. A call that was logged later can wait."""
    return facts.payload is not None and facts.delivery.due_at == reflection_at(facts.payload.ride)


LEADER = Nudge(
    key="reflection_leader",
    compose=compose,
    grace=timedelta(days=1),  # the blind time
    loads=RideFacts,
    reaches_newcomers=True,  # a yes to the ride-along is a yes to its questions
    by_others=True,
    kind=NudgeKind.REFLECTIONS,
    ignores_hours=comes_with_the_call,
)
# The same moment and the same rules, hidden from each other; the reader decides which questions they see.
SALESPERSON = replace(LEADER, key="reflection_salesperson")
# On the next working morning, and never a second one.
REMINDER = replace(
    LEADER,
    key="reflection_reminder",
    compose=compose_reminder,
    grace=None,
    counts_towards_budget=True,
    ignores_hours=never,
)
