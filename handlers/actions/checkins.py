"""The buttons of a check-in."""

from datetime import date

from bot.blocks.checkins import checkins as cards
from bot.domain.checkins.checkins import CheckInFacts
from bot.domain.codec import CheckInStepTap, CheckInTap
from bot.services.services import Services
from content.models import Library
from handlers import sync_messages
from handlers.answer import Answer


async def tap(answer: Answer, services: Services, library: Library) -> None:
    """One tap is a full answer, for the week that the button was shown for."""
    tap = answer.read(CheckInTap)
    await _shown(answer, services, library, await services.checkins.answer(answer.who, tap.week, tap.answer))


async def outcome(answer: Answer, services: Services, library: Library) -> None:
    """Keep the outcome of the last commitment."""
    tap = answer.read(CheckInStepTap)
    await _shown(
        answer,
        services,
        library,
        await services.checkins.settle_commitment(answer.who, tap.week, tap.commitment_id, tap.outcome),
    )


async def change(answer: Answer, services: Services, library: Library) -> None:
    """Show the four answers once more."""
    facts = await services.checkins.facts(answer.who, date.fromisoformat(answer.value))
    await answer.reply(cards.card(library, facts, change=True))


async def details(answer: Answer, services: Services, library: Library) -> None:
    """Open the form for the details, with what was written before."""
    facts = await services.checkins.answered(answer.who, date.fromisoformat(answer.value))
    metadata = answer.carry(week=answer.value)
    await answer.open(cards.details_form(library, facts, metadata))


async def _shown(answer: Answer, services: Services, library: Library, facts: CheckInFacts) -> None:
    card = cards.card(library, facts)
    await answer.reply(card)
    await sync_messages.checkin(answer, services, facts, card)
