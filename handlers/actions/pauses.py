"""The buttons around a pause: resume, and the answer to the offer of one."""

from datetime import date

from bot.blocks.home.away import form
from bot.blocks.people import pauses as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer


async def resume(answer: Answer, services: Services, library: Library) -> None:
    """End the pause; the message with the button may be one that only they can see."""
    facts, ended = await services.pauses.resume(answer.who)
    message = cards.resumed(library, facts, ended)
    await answer.reply(message)
    if ended is not None:
        await answer.elsewhere(await services.sent.of_pause_offers(answer.who), message)


async def open_(answer: Answer, services: Services, library: Library) -> None:
    """Ask for the first and the last day."""
    await answer.open(form(library, await services.pauses.form(answer.who), answer.carry()))


async def accept(answer: Answer, services: Services, library: Library) -> None:
    """Pause until the day that was offered."""
    facts = await services.pauses.pause_until(answer.who, date.fromisoformat(answer.value))
    await answer.reply(cards.paused(library, facts))


async def decline(answer: Answer, library: Library) -> None:
    """No pause."""
    await answer.reply(cards.declined(library))
