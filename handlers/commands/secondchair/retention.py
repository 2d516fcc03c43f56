"""`/secondchair retention [months]`: how long people's texts are kept in this workspace."""

from bot.blocks.people.privacy import erases, kept
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.parse import Body


async def retention(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Say it, or change it to the months that were typed; where that erases texts, a button asks first."""
    typed = rest(command["text"])
    if months := await services.retention.to_confirm(answer.who, typed):
        await answer.privately(erases(library, months))
        return
    months = await services.retention.set_typed(answer.who, typed)
    await answer.privately(kept(library, months, services.retention.leavers_days))


COMMAND = Command("retention", retention, usage="[months]", effect=Effect.READS_BARE)
