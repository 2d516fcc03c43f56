"""`/secondchair resume`: the pause ends now."""

from bot.blocks.people import pauses as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command


async def resume(answer: Answer, services: Services, library: Library) -> None:
    """Resume, and say what comes next."""
    message = cards.resumed(library, *await services.pauses.resume(answer.who))
    await answer.privately(message)


COMMAND = Command("resume", resume)
