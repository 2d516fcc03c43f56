"""`/ridealong [@rep] [customer] [when]`: the plan, prefilled from what was typed."""

from bot.blocks.ridealongs.form import plan_modal
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body


async def plan(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Open the form, with a sentence about what was understood and what was not."""
    form = await services.ridealongs.form(answer.who, command.get("text") or "")
    metadata = answer.carry(id=form.id)
    await answer.open(plan_modal(library, form, metadata))
