"""The buttons that open one's settings, and the menu behind the three dots beside them."""

from bot.blocks.home.about import about
from bot.blocks.people import privacy
from bot.blocks.people import settings as cards
from bot.services.services import Services
from content.models import Library
from handlers.actions import onboarding
from handlers.answer import Answer


async def open_(answer: Answer, services: Services, library: Library) -> None:
    """Open the form."""
    facts = await services.settings.facts(answer.who)
    await answer.open(cards.settings_modal(library, facts, answer.carry()))


async def rest(answer: Answer, services: Services, library: Library) -> None:
    """About us, delete everything, or stop."""
    if answer.value == "delete":
        await answer.open(privacy.confirm(library))
    elif answer.value == "stop":
        await onboarding.stop(answer, services, library)
    else:
        await answer.open(about(library))
