"""What the menus of time zones and countries offer for what somebody types in them."""

from bot.blocks import places as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def zones(answer: Answer, services: Services, library: Library) -> None:
    """Time zones, for somebody's own settings."""
    person = await services.people.meet(answer.who)
    await answer.suggest(cards.zones_offered(answer.typed, library, person, profile=True))


async def channel_zones(answer: Answer, services: Services, library: Library) -> None:
    """Time zones, for a channel."""
    person = await services.people.meet(answer.who)
    await answer.suggest(cards.zones_offered(answer.typed, library, person, profile=False))


async def countries(answer: Answer, services: Services, library: Library) -> None:
    """Countries, for somebody's own holidays."""
    person = await services.people.meet(answer.who)
    guess = cards.own_guess(library, person)
    await answer.suggest(cards.countries_offered(answer.typed, guess, library, person, none=True))


async def channel_countries(answer: Answer, services: Services, library: Library) -> None:
    """Countries, for a channel's holidays."""
    person = await services.people.meet(answer.who)
    guess = library.say("channels.modal.guess_country")
    await answer.suggest(cards.countries_offered(answer.typed, guess, library, person, none=True))


async def workspace_countries(answer: Answer, services: Services, library: Library) -> None:
    """Countries, for people in the workspace who have chosen none."""
    person = await services.people.meet(answer.who)
    guess = library.say("pressure.fiscal.no_country")
    await answer.suggest(cards.countries_offered(answer.typed, guess, library, person, none=False))
