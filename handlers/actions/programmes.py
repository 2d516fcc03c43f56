"""The buttons of programmes."""

from bot.blocks.prompts import programmes as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def programmes(answer: Answer, services: Services, library: Library) -> None:
    """Show the one that is running, or all there are."""
    await answer.loading()
    await answer.show(cards.programmes(library, await services.programmes.facts(answer.who)))


async def start(answer: Answer, services: Services, library: Library) -> None:
    """Begin one."""
    facts = await services.programmes.start(answer.who, answer.value)
    await answer.show(cards.programmes(library, facts))


async def stop(answer: Answer, services: Services, library: Library) -> None:
    """End it."""
    facts = await services.programmes.stop(answer.who, answer.value)
    await answer.show(cards.programmes(library, facts))
