"""The submitted pause."""

from datetime import date

from bot.blocks.people import pauses as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def pause(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Pause, and say what comes after it in place of the form."""
    values = typed(view)
    last = date.fromisoformat(values["last"]) if values["last"] else None
    facts = await services.pauses.pause_between(answer.who, date.fromisoformat(values["first"]), last)
    await answer.replace_view(cards.paused_view(library, facts))
    await answer.elsewhere(await services.sent.of_pause_offers(answer.who), cards.paused(library, facts))
