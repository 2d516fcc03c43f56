"""Tells a salesperson that a leader named them. Its subject is the leader's user id."""

from bot.blocks.block_kit import Message
from bot.blocks.people.teams import invitation
from bot.domain.people.people import Membership, TeamMember
from bot.nudges.nudge import Facts, Nudge, Skip, always
from content.models import Library


def compose(facts: Facts[TeamMember], library: Library) -> Message | Skip:
    """Who named them, unless they answered or were taken off the team meanwhile."""
    if facts.payload is None or facts.payload.membership is not Membership.NAMED:
        return Skip("answered")
    return invitation(library, facts.payload.leader_id)


NUDGE = Nudge(
    key="team_invitation",
    compose=compose,
    grace=None,
    loads=TeamMember,
    reaches_newcomers=True,
    by_others=True,
    outlasts_pauses=always,
)
