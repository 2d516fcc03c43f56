"""The note to oneself about a prompt."""

from bot.blocks.prompts import prompts as cards
from bot.domain.prompts.answers import PromptReply
from bot.services.services import Services
from content.libraries import Libraries
from content.models import Library
from handlers import sync_messages
from handlers.actions.prompts import of_place
from handlers.answer import Answer
from handlers.parse import Body, typed


async def reflection(answer: Answer, view: Body, services: Services, libraries: Libraries, library: Library) -> None:
    """Keep the note and show it under the prompt."""
    place = answer.carried
    facts = await services.prompts.answer(answer.who, place["value"], PromptReply.REFLECTED, typed(view)["text"] or "")
    card = cards.card(of_place(libraries, library, facts), facts)
    await answer.reply(card)
    await sync_messages.prompt(answer, facts, card)
