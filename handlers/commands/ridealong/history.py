"""`/ridealong history @rep`: the series of two people."""

from bot.blocks.ridealongs import reflections as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.commands.ridealong.plan import plan
from handlers.parse import Body


async def history(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Show the calls with that person, as this one of the two may see them; with a time, it is a plan with a customer
    whose name begins with the command's ("History Museum @tom thu 15:00").
    """
    typed = rest(command["text"])
    if await services.ridealongs.is_timed(answer.who, typed):
        await plan(answer, command, services, library)
        return
    series = await services.ridealongs.history(answer.who, typed)
    message = cards.history(library, series)
    await answer.privately(message)


COMMAND = Command("history", history, usage="@rep", effect=Effect.READS)
