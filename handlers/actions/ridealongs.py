"""The buttons around ride-alongs: a new one, and what can be done with a planned one."""

from bot.blocks.block_kit import Message
from bot.blocks.checkins.commitments import follow_up
from bot.blocks.ridealongs import reflections
from bot.blocks.ridealongs import ridealongs as cards
from bot.blocks.ridealongs.form import plan_modal
from bot.domain.codec import BriefStepTap, ListPage, RecordPage, RideVersion
from bot.services.services import Services
from content.models import Library
from handlers import sync_messages
from handlers.answer import Answer
from handlers.parse import Body


async def plan(answer: Answer, services: Services, library: Library) -> None:
    """Open the form for a new one, with the person whose button it was."""
    form = await services.ridealongs.form(answer.who, _with(answer.value))
    await answer.open(plan_modal(library, form, answer.carry(id=form.id)))


async def log(answer: Answer, services: Services, library: Library) -> None:
    """Open the form for one that has happened, as `plan` does."""
    form = await services.ridealongs.form(answer.who, _with(answer.value), logged=True)
    await answer.open(plan_modal(library, form, answer.carry(id=form.id, logged=True)))


async def show_planned(answer: Answer, services: Services, library: Library) -> None:
    """Show all that are planned, each with its buttons."""
    await answer.loading()
    await answer.show(cards.upcoming(library, await services.ridealongs.upcoming(answer.who)))


async def history(answer: Answer, services: Services, library: Library) -> None:
    """Show all there were with one person."""
    await answer.loading()
    series = await services.ridealongs.history(answer.who, _with(answer.value))
    await answer.show(reflections.history(library, series))


async def planned_page(answer: Answer, services: Services, library: Library) -> None:
    """Show another page of what is planned."""
    shown = await services.ridealongs.upcoming(answer.who, answer.read(ListPage).page)
    await answer.show(cards.upcoming(library, shown))


async def history_page(answer: Answer, services: Services, library: Library) -> None:
    """Show another page of all there were with one person."""
    page = answer.read(RecordPage)
    series = await services.ridealongs.history(answer.who, _with(page.other_id), page.page)
    await answer.show(reflections.history(library, series))


def _with(user_id: str) -> str:
    return f"<@{user_id}>" if user_id else ""


async def confirm(answer: Answer, services: Services, library: Library) -> None:
    """Say yes to the plan as it stood in the message."""
    shown = answer.read(RideVersion)
    facts = await services.ridealongs.confirm(answer.who, shown.ride_id, shown.version)
    card, brief = cards.said(library, facts, "confirmed"), cards.brief(library, facts)
    briefs = await services.sent.of_brief(answer.who, facts.ride.id)
    await answer.reply(brief if answer.is_in(briefs) else card)  # a brief says more, and stays one
    await answer.elsewhere(briefs, brief)
    await answer.elsewhere(await services.sent.of_plan(answer.who, facts.ride.id), card)


async def change(answer: Answer, services: Services, library: Library) -> None:
    """Open the form with the plan as it stands."""
    form = await services.ridealongs.change_form(answer.who, answer.value)
    metadata = answer.carry(id=form.id, version=form.version)
    await answer.open(plan_modal(library, form, metadata))


async def cancel(answer: Answer, services: Services, library: Library) -> None:
    """Call it off."""
    facts = await services.ridealongs.cancel(answer.who, answer.value)
    await show_plan(answer, services, facts.ride.id, cards.said(library, facts, "cancelled"))


async def over(answer: Answer, services: Services, library: Library) -> None:
    """The call has ended: ask both now."""
    facts = await services.ridealong_end.over(answer.who, answer.value)
    await show_plan(answer, services, facts.ride.id, cards.said(library, facts, "over"))


async def not_held(answer: Answer, services: Services, library: Library) -> None:
    """There was no call: nobody is asked about it any more."""
    facts = await services.ridealong_end.not_held(answer.who, answer.value)
    card = cards.said(library, facts, "not_held")
    await answer.reply(card)
    await sync_messages.reflection(answer, services, facts.ride.id, card)


async def outcome(answer: Answer, services: Services, library: Library) -> None:
    """Keep how the step went since the last call, and show the brief with it."""
    tap = answer.read(BriefStepTap)
    commitment = await services.commitments.answer(answer.who, tap.commitment_id, tap.outcome)
    facts = await services.ridealong_end.facts(answer.who, tap.ride_id)
    await answer.reply(cards.brief(library, facts, commitment))
    await answer.elsewhere(await services.sent.of_step(answer.who, tap.commitment_id), follow_up(library, commitment))


async def plan_meeting(answer: Answer, body: Body, services: Services, library: Library) -> None:
    """Open the plan, prefilled from a meeting in one's calendar; the offer stays, for the other meetings in it."""
    form = await services.calendar.plan_form(answer.who, answer.value)
    metadata = answer.carry(id=form.id, ts=None, respond=body.get("response_url"), replace=False)
    await answer.open(plan_modal(library, form, metadata))


async def show_plan(answer: Answer, services: Services, ride_id: str, card: Message) -> None:
    """Show the plan as it is now, also in their other messages about it: the last one, and its brief."""
    await answer.reply(card)
    await answer.elsewhere(await services.sent.of_plan(answer.who, ride_id), card)
    await answer.elsewhere(await services.sent.of_brief(answer.who, ride_id), card)
