"""Tells somebody that an admin invites them to start. Its subject is the admin's user id."""

from bot.blocks.block_kit import Message
from bot.blocks.people.invitations import invitation
from bot.domain.people.invitations import LeaderInvitation
from bot.nudges.nudge import Facts, Nudge, Skip
from content.models import Library


def compose(facts: Facts[LeaderInvitation], library: Library) -> Message | Skip:
    """Who invited them, unless they answered meanwhile."""
    if facts.payload is None or not facts.payload.is_open:
        return Skip("answered")
    return invitation(library, facts.payload.inviter_id)


NUDGE = Nudge(
    key="leader_invitation",
    compose=compose,
    grace=None,
    loads=LeaderInvitation,
    reaches_newcomers=True,
    by_others=True,
)
