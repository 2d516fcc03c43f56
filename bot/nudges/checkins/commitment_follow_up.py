"""How a step from a ride-along went, a week later. Its subject is the commitment's id."""

from datetime import timedelta

from bot.blocks.block_kit import Message
from bot.blocks.checkins.commitments import follow_up
from bot.domain.checkins.commitments import Commitment
from bot.domain.people.people import NudgeKind
from bot.nudges.nudge import Facts, Nudge, Skip, always
from content.models import Library


def compose(facts: Facts[Commitment], library: Library) -> Message | Skip:
    """The step with its four outcomes, unless its owner emptied it or has already chosen one."""
    if facts.payload is None:
        return Skip("gone")
    return Skip("answered") if facts.payload.outcome is not None else follow_up(library, facts.payload)


NUDGE = Nudge(
    key="commitment_follow_up",
    compose=compose,
    grace=timedelta(days=2),  # nine days later it still makes as much sense as after a week
    loads=Commitment,
    kind=NudgeKind.FOLLOW_UPS,
    reaches_newcomers=True,  # the form told its writer that we would ask
    outlasts_pauses=always,  # one that was known when this was planned moves it, too
)
