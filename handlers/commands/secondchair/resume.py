"""`/secondchair resume`: the pause ends now."""

from bot.blocks.people import pauses as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.parse import Body


async def resume(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Resume, and say what comes next; a later day behind it is asked about."""
    facts, ended = await services.pauses.resume(answer.who, rest(command["text"]))
    message = cards.resumed(library, facts, ended)
    await answer.privately(message)
    if ended is not None:
        await answer.elsewhere(await services.sent.of_pause_offers(answer.who), message)


COMMAND = Command("resume", resume, reads_words=True)
