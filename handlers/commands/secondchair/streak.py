"""`/secondchair streak`: one's own streaks and freezes."""

from bot.blocks.prompts import streaks as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect


async def streak(answer: Answer, services: Services, library: Library) -> None:
    """Show them, to this person alone."""
    facts = await services.streaks.facts(answer.who)
    await answer.reply(cards.streaks(library, facts))


COMMAND = Command("streak", streak, effect=Effect.READS)
