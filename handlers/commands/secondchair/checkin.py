"""`/secondchair checkin`: this week's check-in, to answer or change here and now."""

from bot.blocks.checkins import checkins as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect


async def checkin(answer: Answer, services: Services, library: Library) -> None:
    """Show this week's check-in, open or answered."""
    facts = await services.checkins.facts(answer.who)
    await answer.reply(cards.card(library, facts))


COMMAND = Command("checkin", checkin, effect=Effect.READS)
