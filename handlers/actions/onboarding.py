"""The first message: start, stop, and what it asks: when, whose public holidays, whether one leads a team."""

from bot.blocks.people import onboarding as cards
from bot.blocks.places import country_chosen
from bot.domain.people.people import Position
from bot.domain.people.positions import asks_position
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import chosen_time


async def start(answer: Answer, services: Services, library: Library) -> None:
    """Take part, from now on or again."""
    facts = await services.onboarding.start(answer.who)
    if asks_position(facts.person):
        await ask(answer, services, library)
    else:
        await answer.show(cards.status(library, facts))


async def ask(answer: Answer, services: Services, library: Library) -> None:
    """Ask what they do, with a guess."""
    await answer.show(cards.question(library, await services.onboarding.guess(answer.who)))


async def position(answer: Answer, services: Services, library: Library) -> None:
    """Say what one does, and take part. The question may stand in a modal above the Home tab, which then shows more."""
    facts = await services.onboarding.position(answer.who, Position(answer.value))
    await answer.show(cards.status(library, facts))
    await answer.draw_home(await services.home.facts(answer.who))


async def stop(answer: Answer, services: Services, library: Library) -> None:
    """Take part no more."""
    card = cards.status(library, await services.onboarding.stop(answer.who))
    await (answer.reply if answer.is_home else answer.show)(card)


async def prompt_time(answer: Answer, services: Services, library: Library) -> None:
    """Take the daily prompt at the time that was picked."""
    at = chosen_time(answer.value)
    if at is not None:
        await answer.show(cards.status(library, await services.settings.set_prompt_time(answer.who, at)))


async def country(answer: Answer, services: Services, library: Library) -> None:
    """Keep the public holidays of the country that was picked."""
    facts = await services.settings.set_country(answer.who, country_chosen(answer.value) or "")
    await answer.show(cards.status(library, facts))
