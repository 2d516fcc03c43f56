"""`/secondchair resume`: the pause ends now."""

from bot.blocks.people import pauses as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, rest
from handlers.parse import Body


async def resume(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Resume, and say what comes next; a later day behind it is asked about."""
    message = cards.resumed(library, *await services.pauses.resume(answer.who, rest(command["text"])))
    await answer.privately(message)


COMMAND = Command("resume", resume, reads_words=True)
