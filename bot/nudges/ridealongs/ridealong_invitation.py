"""The invitation to a ride-along, to the one who did not plan it. Its subject is the ride-along's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.ridealongs.ridealongs import invitation
from bot.nudges.nudge import Facts, Need, Nudge, Skip
from content.models import Library


def compose(facts: Facts, library: Library) -> Message | Skip:
    """The contract with its buttons; also to somebody who never started us, since a colleague planned with them."""
    ride = facts.ridealong
    if ride is None or not ride.waits_for_viewer:
        return Skip("answered or over")
    return invitation(library, ride)


NUDGE = Nudge(
    key="ridealong_invitation",
    compose=compose,
    grace=timedelta(days=2),
    needs=frozenset({Need.RIDEALONG}),
    reaches_newcomers=True,
)
