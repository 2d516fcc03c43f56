"""The brief to both, half an hour before a ride-along. Its subject begins with the ride-along's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.ridealongs import brief
from bot.domain.people.people import NudgeKind
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.ridealongs.ridealongs import brief_at
from bot.nudges.nudge import Facts, Nudge, Skip, always
from content.models import Library


def compose(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """Roles, signal, skill, the last commitment; nothing if the plan was called off or moved, the other left, or they
    never agreed to get it."""
    ride = facts.payload
    if ride is None or not ride.is_open:
        return Skip("cancelled or over")
    if facts.delivery.due_at != brief_at(ride.ride):
        return Skip("moved")
    if ride.other_left:
        return Skip("the other left")
    return brief(library, ride) if ride.agreed_to_hear else Skip("not started")


NUDGE = Nudge(
    key="ridealong_brief",
    compose=compose,
    grace=timedelta(minutes=30),  # until the planned start
    loads=RideFacts,
    kind=NudgeKind.BRIEFS,
    ignores_hours=always,  # a call they agreed to is work, at whatever hour
    reaches_newcomers=True,  # a yes to the ride-along is a yes to its brief
)
