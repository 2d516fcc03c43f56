"""The button that shows one's insights."""

from bot.blocks.checkins import insights as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def insights(answer: Answer, services: Services, library: Library) -> None:
    """Show what one's check-ins say over time."""
    await answer.show(cards.insights(library, await services.insights.facts(answer.who)))
