"""The buttons of the first message: start, stop, whether one leads a team."""

from bot.blocks.people import onboarding as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def start(answer: Answer, services: Services, library: Library) -> None:
    """Take part, from now on or again."""
    facts = await services.onboarding.start(answer.who)
    await answer.reply(cards.status(library, facts))


async def stop(answer: Answer, services: Services, library: Library) -> None:
    """Take part no more."""
    facts = await services.onboarding.stop(answer.who)
    await answer.reply(cards.status(library, facts))


async def lead(answer: Answer, services: Services, library: Library) -> None:
    """Lead a team, or not."""
    facts = await services.onboarding.lead(answer.who, is_leader=answer.value == cards.LEAD)
    await answer.reply(cards.status(library, facts))
