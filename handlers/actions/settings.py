"""The button that opens one's settings."""

from bot.blocks.people import settings as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def open_(answer: Answer, services: Services, library: Library) -> None:
    """Open the form."""
    facts = await services.settings.facts(answer.who)
    await answer.open(cards.settings_modal(library, facts, answer.carry()))
