"""`/ridealong list`: what is planned."""

from bot.blocks.ridealongs import ridealongs as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect


async def list_(answer: Answer, services: Services, library: Library) -> None:
    """Show one's own next ride-alongs, each with its buttons."""
    message = cards.upcoming(library, await services.ridealongs.upcoming(answer.who))
    await answer.privately(message)


COMMAND = Command("list", list_, effect=Effect.READS)
