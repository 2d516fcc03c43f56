"""The first message: start, stop, and what it asks: when, whose public holidays, whether one leads a team."""

from bot.blocks.block_kit import Message
from bot.blocks.people import onboarding as cards
from bot.blocks.places import country_chosen
from bot.blocks.prompts import prompts
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
        await answer.show(cards.question(library))
    else:
        await _shown(answer, services, cards.status(library, facts))


async def position(answer: Answer, services: Services, library: Library) -> None:
    """Save what the person does, and let them take part. Pressed in a modal above the Home tab, it shows more there; a
    first prompt that was made for another position is replaced by one for this.
    """
    facts = await services.onboarding.position(answer.who, Position(answer.value))
    await _shown(answer, services, cards.status(library, facts))
    if (fitting := await services.prompts.made_to_fit(answer.who)) is not None:
        delivery, prompt = fitting
        await answer.elsewhere([delivery], prompts.card(library, prompt))


async def not_for_me(answer: Answer, services: Services, library: Library) -> None:
    """Decline the welcome; for somebody who takes part by now, show that instead."""
    await _shown(answer, services, cards.status(library, await services.onboarding.not_for_me(answer.who)))


async def stop(answer: Answer, services: Services, library: Library) -> None:
    """Stop taking part."""
    card = cards.status(library, await services.onboarding.stop(answer.who))
    await (answer.reply if answer.is_home else answer.show)(card)
    await show_elsewhere(answer, services, card)


async def prompt_time(answer: Answer, services: Services, library: Library) -> None:
    """Move the daily prompt to the time that was picked."""
    at = chosen_time(answer.value)
    if at is not None:
        await _shown(answer, services, cards.status(library, await services.settings.set_prompt_time(answer.who, at)))


async def country(answer: Answer, services: Services, library: Library) -> None:
    """Keep the public holidays of the country that was picked."""
    facts = await services.settings.set_country(answer.who, country_chosen(answer.value) or "")
    await _shown(answer, services, cards.status(library, facts))


async def _shown(answer: Answer, services: Services, card: Message) -> None:
    await answer.show(card)
    await show_elsewhere(answer, services, card)


async def show_elsewhere(answer: Answer, services: Services, card: Message) -> None:
    """Show how things stand, in the welcome and on the Home tab, wherever they were changed."""
    await answer.elsewhere(await services.onboarding.welcome_to(answer.who), card)
    if not answer.is_home:  # which is redrawn anyway
        await answer.draw_home(await services.home.facts(answer.who))
