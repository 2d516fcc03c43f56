"""`/secondchair today`: today's prompt, wherever one is."""

from bot.blocks.prompts import prompts as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect


async def today(answer: Answer, services: Services, library: Library) -> None:
    """Show today's prompt, to be answered here as well."""
    await answer.privately(cards.today(library, await services.prompts.today(answer.who)))


COMMAND = Command("today", today, effect=Effect.READS)
