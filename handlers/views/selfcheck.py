"""Submitted pages of statements: each leads to the next page, the last one to the result."""

from datetime import date

from bot.blocks.selfchecks import feedback, skills
from bot.blocks.selfchecks import selfchecks as cards
from bot.domain.selfchecks.pages import first_open
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.statements import open_pages, selfcheck_form, view_of


async def selfcheck(answer: Answer, services: Services, library: Library) -> None:
    """Keep the answers and show the result in place of the form."""
    answers = await _finished(answer, services, library)
    if answers is not None:
        facts = await services.selfchecks.save(answer.who, selfcheck_form(answer), answers)
        await services.drafts.forget(answer.who, answer.carried["form"])
        await answer.replace_view(cards.result(library, facts, await services.feedback.views(answer.who)))


async def skillcheck(answer: Answer, services: Services, library: Library) -> None:
    """Keep a salesperson's answers and show what they say in place of the form."""
    answers = await _finished(answer, services, library)
    if answers is not None:
        place = answer.carried
        facts = await services.skillchecks.save(answer.who, place["id"], date.fromisoformat(place["week"]), answers)
        await services.drafts.forget(answer.who, place["form"])
        await answer.replace_view(skills.result(library, facts))


async def save_feedback(answer: Answer, services: Services, library: Library) -> None:
    """Keep a salesperson's view, and thank for it where they were asked."""
    answers = await _finished(answer, services, library)
    if answers is not None:
        place = answer.carried
        facts = await services.feedback.answer(answer.who, place["id"], answers)
        await services.drafts.forget(answer.who, place["form"])
        await answer.reply(feedback.answered(library, facts))


async def _finished(answer: Answer, services: Services, library: Library) -> dict[str, str] | None:
    """All answers, from the last page; None while one is missing or there is a next page, which is then shown."""
    form = await open_pages(answer, services, library)
    answers = {**form.asked.given, **await services.drafts.answers(answer.who, form.key)}
    is_filled = set(form.ids[form.number]) <= set(answers)
    is_last = form.number == len(form.ids) - 1
    if is_filled and is_last and set(form.asked.texts) <= set(answers):
        return answers
    number = form.number
    if is_filled:
        number = first_open(form.ids, answers) if is_last else number + 1
    names_open = not is_filled or is_last
    await answer.replace_view(view_of(answer, library, form, answers, number, names_open=names_open))
    return None
