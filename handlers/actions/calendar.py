"""The button that plans a meeting of one's calendar."""

from bot.blocks.ridealongs.form import plan_modal
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body


async def plan(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Open the plan, prefilled from the meeting; the offer stays, for the other meetings in it."""
    form = await services.calendar.plan_form(answer.who, answer.value)
    metadata = answer.carry(id=form.id, ts=None, respond=body.get("response_url"), replace=False)
    await answer.open(plan_modal(library, form, metadata))
