"""The submitted calendar."""

from bot.blocks.ridealongs import calendar as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def calendar(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep it, or forget it, and say so in place of the form."""
    values = typed(view)
    remove = cards.REMOVE in (values.get("remove") or [])
    facts = await services.calendar.save(answer.who, values["address"] or "", values["words"] or "", remove=remove)
    await answer.replace_view(cards.saved(library, facts))
