"""The submitted form for inviting leaders."""

from bot.blocks.people.invitations import invited
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def invite(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Invite them, and say who was asked."""
    facts = await services.leader_invitations.invite(answer.who, typed(view)["people"] or ())
    await answer.replace_view(invited(library, facts))
