"""The buttons around the self-check."""

from bot.blocks.selfchecks import feedback, skills
from bot.blocks.selfchecks import selfchecks as cards
from bot.domain.people.people import Position
from bot.domain.prompts.deals import DealOutcome
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.statements import open_form


async def start(answer: Answer, services: Services, library: Library) -> None:
    """Open the form, which remembers where it was opened from."""
    if (await services.people.meet(answer.who)).position is Position.SALESPERSON:
        check_id, week = await services.skillchecks.start(answer.who)
        metadata = answer.carry(form=f"skillcheck {week}", id=check_id, week=week.isoformat())
        await open_form(answer, services, library, skills.statements(library, week), metadata)
        return
    form = await services.selfchecks.start(answer.who)
    last_id = form.last.check.id if form.last else ""
    metadata = answer.carry(
        form=f"selfcheck {form.week}", id=form.id, week=form.week.isoformat(), team=form.team, last=last_id
    )
    await open_form(answer, services, library, cards.statements(library, form, last_id), metadata)


async def last(answer: Answer, services: Services, library: Library) -> None:
    """What the last self-check said; the form for somebody who has done none."""
    if (await services.people.meet(answer.who)).position is Position.SALESPERSON:
        skill_facts = await services.skillchecks.latest(answer.who)
        if skill_facts is not None:
            await answer.open(skills.result(library, skill_facts))
            return
    elif await services.selfchecks.latest(answer.who) is not None:
        await views(answer, services, library)
        return
    await start(answer, services, library)


async def result(answer: Answer, services: Services, library: Library) -> None:
    """Show what the last self-check said: on top of the form, or on its own from elsewhere."""
    facts = await services.selfchecks.result(answer.who, answer.value)
    await answer.open(cards.result(library, facts, await services.feedback.views(answer.who)))


async def views(answer: Answer, services: Services, library: Library) -> None:
    """Show both views beside the last self-check."""
    facts = await services.selfchecks.last(answer.who)
    views = await services.feedback.views(answer.who)
    await answer.open(cards.result(library, facts, views))


async def invite(answer: Answer, services: Services, library: Library) -> None:
    """Ask the team for their view, and show in the result that they were asked."""
    views = await services.feedback.invite(answer.who)
    facts = await services.selfchecks.last(answer.who)
    await answer.replace_view(cards.result(library, facts, views))


async def open_feedback(answer: Answer, services: Services, library: Library) -> None:
    """Open the fifteen statements about their leader, with what was answered before."""
    facts = await services.feedback.form(answer.who, answer.value)
    metadata = answer.carry(form=f"feedback {facts.round.id}", id=facts.round.id)
    await open_form(answer, services, library, feedback.statements(library, facts), metadata)


async def deal(answer: Answer, services: Services, library: Library) -> None:
    """Note that a deal was won or lost."""
    told = await services.deals.ended(answer.who, DealOutcome(answer.value))
    prompted = (await services.people.meet(answer.who)).prompt_at is not None
    await answer.privately(
        library.say(f"skillcheck.deal.noted_{told.outcome}" if prompted else "skillcheck.deal.no_prompts")
    )
