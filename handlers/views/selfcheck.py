"""The answered self-check."""

from datetime import date

from bot.blocks.selfchecks import feedback
from bot.blocks.selfchecks import selfchecks as cards
from bot.domain.selfchecks.selfchecks import SelfCheckForm
from bot.errors import Problem
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body, typed


async def selfcheck(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep the answers and show the result in place of the form."""
    place = answer.carried
    if "week" not in place:  # it was opened before the statements changed
        raise Problem("errors.stale_form")
    form = SelfCheckForm(place["id"], date.fromisoformat(place["week"]), tuple(place["team"]))
    facts = await services.selfchecks.save(answer.who, form, typed(view))
    await answer.replace_view(cards.result(library, facts, await services.feedback.views(answer.who)))


async def save_feedback(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep a salesperson's view, and thank for it where they were asked."""
    place = answer.carried
    facts = await services.feedback.answer(answer.who, place["id"], typed(view))
    await answer.reply(feedback.answered(library, facts))
