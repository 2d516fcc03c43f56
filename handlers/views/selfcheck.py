"""The answered self-check."""

from datetime import date

from bot.blocks.selfchecks import feedback, skills
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


async def skillcheck(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep a salesperson's answers and show what they say in place of the form."""
    place = answer.carried
    week = date.fromisoformat(place["week"])
    facts = await services.skillchecks.save(answer.who, place["id"], week, typed(view))
    await answer.replace_view(skills.result(library, facts))


async def save_feedback(answer: Answer, view: Body, services: Services, library: Library) -> None:
    """Keep a salesperson's view, and thank for it where they were asked."""
    place = answer.carried
    facts = await services.feedback.answer(answer.who, place["id"], typed(view))
    await answer.reply(feedback.answered(library, facts))
