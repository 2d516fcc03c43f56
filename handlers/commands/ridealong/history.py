"""`/ridealong history @rep`: the series of two people."""

from bot.blocks.ridealongs import reflections as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.parse import Body


async def history(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Show the calls with that person, as this one of the two may see them."""
    series = await services.ridealongs.history(answer.who, rest(command.get("text") or ""))
    message = cards.history(library, series)
    await answer.privately(message)


COMMAND = Command("history", history, usage="@rep", effect=Effect.READS)
