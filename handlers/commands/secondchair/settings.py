"""`/secondchair settings`: one's own settings, in a form."""

from bot.blocks.people import settings as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command


async def settings(answer: Answer, services: Services, library: Library) -> None:
    """Open the form."""
    facts = await services.settings.facts(answer.who)
    await answer.open(cards.settings_modal(library, facts))


COMMAND = Command("settings", settings)
