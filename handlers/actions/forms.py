"""The buttons inside forms: an answer to a statement, the way back, and the rest of a long form."""

from datetime import date

from bot.blocks.block_kit import Block
from bot.blocks.channels import channels
from bot.blocks.checkins import checkins
from bot.blocks.collapsible import expanded
from bot.blocks.ids import Modal
from bot.blocks.ridealongs import form as ridealong_form
from bot.blocks.ridealongs import reflection_form
from bot.domain.codec import StatementTap
from bot.domain.ridealongs.terms import CallType, Contract
from bot.domain.selfchecks.pages import after_tap
from bot.errors import Problem
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.parse import Body
from handlers.statements import open_pages, view_of


async def tap(answer: Answer, services: Services, library: Library) -> None:
    """Keep an answer and show it; the last answer that a page waited for turns the page."""
    tapped = answer.read(StatementTap)
    async with answer.view_turn():  # quick taps are drawn in the order they came
        form = await open_pages(answer, services, library)
        if tapped.item_id not in form.asked.texts or tapped.choice not in {choice.key for choice in form.asked.choices}:
            raise Problem("errors.stale_form")
        draft = await services.drafts.tap(answer.who, form.key, tapped.item_id, tapped.choice)
        before, after = ({**form.asked.given, **tapped_then} for tapped_then in (draft.before, draft.after))
        if before != after:  # pressing the last answer again must not turn the page
            number = after_tap(form.ids, form.number, before, after)
            await answer.replace_view(view_of(answer, library, form, after, number))


async def back(answer: Answer, services: Services, library: Library) -> None:
    """Show the previous page, with what was tapped on it."""
    async with answer.view_turn():
        form = await open_pages(answer, services, library)
        answers = {**form.asked.given, **await services.drafts.answers(answer.who, form.key)}
        await answer.replace_view(view_of(answer, library, form, answers, max(0, form.number - 1)))


async def more(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Show the rest of a long form; what was typed so far stays."""
    rest = await _REST[Modal(answer.callback_id)](answer, services, library)
    await answer.replace_view(expanded(body["view"], rest))


async def _of_ridealong(answer: Answer, _services: Services, library: Library) -> list[Block]:
    place = answer.carried
    behind = place.get("rest") or {}
    contract = Contract(CallType(behind["call_type"]), behind["opens"], behind["price"]) if behind else Contract()
    minutes = int(behind["minutes"]) if behind.get("minutes") else None
    return ridealong_form.rest(library, minutes, contract, logged=bool(place.get("logged")))


async def _of_reflection(answer: Answer, services: Services, library: Library) -> list[Block]:
    return reflection_form.rest(library, await services.reflections.facts(answer.who, answer.carried["id"]))


async def _of_checkin(answer: Answer, services: Services, library: Library) -> list[Block]:
    week = date.fromisoformat(answer.carried["week"])
    return checkins.rest(library, await services.checkins.answered(answer.who, week))


async def _of_channel(answer: Answer, services: Services, library: Library) -> list[Block]:
    person = await services.channels.may_set_up(answer.who)
    return channels.rest(library, person.zone, None, person.display_locale)


_REST = {
    Modal.RIDEALONG: _of_ridealong,
    Modal.RIDEALONG_CHANGE: _of_ridealong,
    Modal.REFLECTION: _of_reflection,
    Modal.CHECKIN: _of_checkin,
    Modal.CHANNEL_NUDGE: _of_channel,
}
