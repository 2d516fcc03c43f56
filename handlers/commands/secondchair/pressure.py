"""`/secondchair pressure [week]`: the pressure weeks to come; with a week, that one is marked."""

from bot.blocks.checkins import pressure_weeks as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.parse import Body


async def pressure(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Show them, or mark the week that was typed."""
    facts = await services.pressure.mark_typed(answer.who, rest(command["text"]))
    await answer.show(cards.pressure_weeks(library, facts))


COMMAND = Command("pressure", pressure, usage="[week]", effect=Effect.READS_BARE)
