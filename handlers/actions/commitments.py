"""The buttons of a follow-up: the outcome of a step, and a smaller step."""

from bot.blocks.checkins import commitments as cards
from bot.domain.codec import SHARE, ShareTap, StepTap
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def outcome(answer: Answer, services: Services, library: Library) -> None:
    """Keep the outcome of the step, and show it."""
    tap = answer.read(StepTap)
    commitment = await services.commitments.answer(answer.who, tap.commitment_id, tap.outcome)
    card = cards.follow_up(library, commitment)
    await answer.reply(card)
    await answer.elsewhere(await services.sent.of_step(answer.who, commitment.id), card)


async def smaller(answer: Answer, services: Services, library: Library) -> None:
    """Open the step, to rewrite it."""
    commitment = await services.commitments.facts(answer.who, answer.value)
    metadata = answer.carry(id=commitment.id)
    await answer.open(cards.form(library, commitment, metadata))


async def share(answer: Answer, services: Services, library: Library) -> None:
    """Show the outcome in the record, or take it back."""
    tap = answer.read(ShareTap)
    commitment = await services.commitments.share(answer.who, tap.commitment_id, shared=tap.verb == SHARE)
    card = cards.follow_up(library, commitment)
    await answer.reply(card)
    await answer.elsewhere(await services.sent.of_step(answer.who, commitment.id), card)
