"""The button that opens one's settings, and the country chosen in them."""

from bot.blocks.people import settings as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body


async def open_(answer: Answer, services: Services, library: Library) -> None:
    """Open the form."""
    facts = await services.settings.facts(answer.who)
    await answer.open(cards.settings_modal(library, facts, answer.carry()))


async def country(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Show the parts of the country that was chosen; whatever else was filled in stays."""
    facts = await services.settings.facts(answer.who)
    metadata = body["view"].get("private_metadata") or ""
    await answer.replace_view(cards.settings_modal(library, facts, metadata, country=answer.value))
