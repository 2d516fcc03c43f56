"""The button that shows the development map."""

from bot.blocks.ridealongs import development as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def development(answer: Answer, services: Services, library: Library) -> None:
    """Show the development map, or one's own page."""
    facts = await services.development.facts(answer.who)
    await answer.show(cards.development(library, facts))
