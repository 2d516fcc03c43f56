"""The buttons around a team: naming one's salespeople, and answering to having been named."""

from bot.blocks.block_kit import Message
from bot.blocks.people import teams as cards
from bot.blocks.people.onboarding import status
from bot.services.services import Services
from content.models import Library
from handlers.actions.onboarding import show_elsewhere
from handlers.answer import Answer


async def open_(answer: Answer, services: Services, library: Library) -> None:
    """Open the form with one's team."""
    facts = await services.teams.facts(answer.who)
    await answer.open(cards.team_modal(library, facts, answer.carry()))


async def accept(answer: Answer, services: Services, library: Library) -> None:
    """Fine with being named."""
    facts = await services.teams.accept(answer.who, answer.value)
    await _shown(answer, services, cards.answered(library, facts))
    await show_elsewhere(answer, services, status(library, facts.settings))


async def decline(answer: Answer, services: Services, library: Library) -> None:
    """Not on that team, or no longer."""
    facts = await services.teams.decline(answer.who, answer.value)
    await _shown(answer, services, cards.answered(library, facts))


async def prompt_on(answer: Answer, services: Services, library: Library) -> None:
    """The daily prompt as well, for somebody who is on a team."""
    facts = await services.teams.prompt_on(answer.who, answer.value)
    await _shown(answer, services, cards.answered(library, facts))


async def _shown(answer: Answer, services: Services, card: Message) -> None:
    await answer.reply(card)
    await answer.elsewhere(await services.sent.of_invitation(answer.who, answer.value), card)
