"""The invitation to a ride-along, to the one who did not plan it. Its subject is the ride-along's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.ridealongs import invitation
from bot.domain.ridealongs.facts import RideFacts
from bot.nudges.nudge import Facts, Nudge, Skip, always
from bot.nudges.ridealongs.soon import is_before_then
from content.models import Library


def compose(facts: Facts[RideFacts], library: Library) -> Message | Skip:
    """The contract with its buttons; even for somebody who never started, since a colleague planned with them."""
    ride = facts.payload
    if ride is None or not ride.waits_for_viewer:
        return Skip("answered or over")
    return invitation(library, ride)


NUDGE = Nudge(
    key="ridealong_invitation",
    compose=compose,
    grace=timedelta(days=2),
    loads=RideFacts,
    reaches_newcomers=True,
    by_others=True,
    outlasts_pauses=always,
    ignores_hours=is_before_then,
)
