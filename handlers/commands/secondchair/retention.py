"""`/secondchair retention [months]`: how long people's texts are kept in this workspace."""

from bot.blocks.people.privacy import kept
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.parse import Body


async def retention(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Say it, or change it to the months that were typed."""
    months = await services.retention.set_typed(answer.who, rest(command["text"]))
    await answer.privately(kept(library, months, services.retention.leavers_days))


COMMAND = Command("retention", retention, usage="[months]", effect=Effect.READS_BARE)
