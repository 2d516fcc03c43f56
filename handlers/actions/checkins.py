"""The buttons of a check-in."""

from datetime import date

from bot.blocks.checkins import checkins as cards
from bot.domain.carried import CheckInStepTap, CheckInTap
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def tap(answer: Answer, services: Services, library: Library) -> None:
    """One tap is a full answer, for the week that the button was shown for."""
    tap = answer.read(CheckInTap)
    facts = await services.checkins.answer(answer.who, tap.week, tap.answer)
    await answer.reply(cards.card(library, facts))


async def outcome(answer: Answer, services: Services, library: Library) -> None:
    """Keep the outcome of the last commitment."""
    tap = answer.read(CheckInStepTap)
    facts = await services.checkins.settle_commitment(answer.who, tap.week, tap.commitment_id, tap.outcome)
    await answer.reply(cards.card(library, facts))


async def change(answer: Answer, services: Services, library: Library) -> None:
    """Show the four answers once more."""
    facts = await services.checkins.facts(answer.who, date.fromisoformat(answer.value))
    await answer.reply(cards.card(library, facts, change=True))


async def details(answer: Answer, services: Services, library: Library) -> None:
    """Open the form for the details, with what was written before."""
    facts = await services.checkins.answered(answer.who, date.fromisoformat(answer.value))
    metadata = answer.carry(week=answer.value)
    await answer.open(cards.details_form(library, facts, metadata))
