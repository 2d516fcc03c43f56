"""`/ridealong calendar`: where one's calendar is."""

from bot.blocks.ridealongs import calendar as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect


async def calendar(answer: Answer, services: Services, library: Library) -> None:
    """Open the form."""
    facts = await services.calendar.facts(answer.who)
    await answer.open(cards.form(library, facts))


COMMAND = Command("calendar", calendar, effect=Effect.READS)
