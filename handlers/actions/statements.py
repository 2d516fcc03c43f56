"""The buttons in a form of statements: an answer, and the way back."""

from bot.domain.carried import StatementTap
from bot.domain.selfchecks.pages import after_tap
from bot.errors import Problem
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.statements import open_pages, view_of


async def tap(answer: Answer, services: Services, library: Library) -> None:
    """Keep an answer and show it; the last one that a page waited for turns it."""
    tapped = answer.read(StatementTap)
    async with answer.view_turn():  # quick taps are drawn in the order in which they came
        form = await open_pages(answer, services, library)
        if tapped.item_id not in form.asked.texts or tapped.choice not in {choice.key for choice in form.asked.choices}:
            raise Problem("errors.stale_form")
        draft = await services.drafts.tap(answer.who, form.key, tapped.item_id, tapped.choice)
        before, after = ({**form.asked.given, **tapped_then} for tapped_then in (draft.before, draft.after))
        if before != after:  # a second press on the last one must not turn back
            number = after_tap(form.ids, form.number, before, after)
            await answer.replace_view(view_of(answer, library, form, after, number))


async def back(answer: Answer, services: Services, library: Library) -> None:
    """Show the page before, with what was tapped on it."""
    async with answer.view_turn():
        form = await open_pages(answer, services, library)
        answers = {**form.asked.given, **await services.drafts.answers(answer.who, form.key)}
        await answer.replace_view(view_of(answer, library, form, answers, max(0, form.number - 1)))
