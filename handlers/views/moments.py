"""The coaching moment that a leader wrote down."""

from bot.blocks.ridealongs import moments as cards
from bot.domain.ridealongs.moments import MomentForm
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def coaching_moment(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep it, and show it back."""
    place, values = answer.carried, typed(view)
    form = MomentForm(
        place["id"],
        place["channel"],
        place["ts"],
        values["salesperson"],
        values["text"] or "",
        shared=cards.SHARED in values["shared"],
    )
    moment = await services.moments.save(answer.who, form)
    await answer.replace_view(cards.kept(library, moment))
