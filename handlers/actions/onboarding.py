"""The first message: start, stop, and what it asks: when, whose public holidays, whether one leads a team."""

from bot.blocks.people import onboarding as cards
from bot.blocks.places import country_chosen
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import chosen_time


async def start(answer: Answer, services: Services, library: Library) -> None:
    """Take part, from now on or again."""
    facts = await services.onboarding.start(answer.who)
    await answer.show(cards.status(library, facts))


async def stop(answer: Answer, services: Services, library: Library) -> None:
    """Take part no more."""
    card = cards.status(library, await services.onboarding.stop(answer.who))
    await (answer.reply if answer.is_home else answer.show)(card)


async def lead(answer: Answer, services: Services, library: Library) -> None:
    """Lead a team, or not."""
    facts = await services.onboarding.lead(answer.who, is_leader=answer.value == cards.LEAD)
    await answer.show(cards.status(library, facts))


async def prompt_time(answer: Answer, services: Services, library: Library) -> None:
    """Take the daily prompt at the time that was picked."""
    at = chosen_time(answer.value)
    if at is not None:
        await answer.show(cards.status(library, await services.settings.set_prompt_time(answer.who, at)))


async def country(answer: Answer, services: Services, library: Library) -> None:
    """Keep the public holidays of the country that was picked."""
    facts = await services.settings.set_country(answer.who, country_chosen(answer.value) or "")
    await answer.show(cards.status(library, facts))
