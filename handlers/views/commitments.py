"""A step that was rewritten."""

from bot.blocks.checkins import commitments as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def commitment(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep it, and show it where the form was opened."""
    place, values = answer.carried, typed(view)
    kept = await services.commitments.rewrite(answer.who, place["id"], values["if"] or "", values["then"] or "")
    await answer.reply(cards.rewritten(library, kept))
