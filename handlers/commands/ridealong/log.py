"""`/ridealong log [@rep] [customer] [when]`: a call that has happened already."""

from bot.blocks.ridealongs.form import plan_modal
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.parse import Body


async def log(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Open the same form for the past."""
    form = await services.ridealongs.form(answer.who, rest(command.get("text") or ""), logged=True)
    metadata = answer.carry(id=form.id, logged=True)
    await answer.open(plan_modal(library, form, metadata))


COMMAND = Command("log", log, usage="[@rep] [customer] [when]", effect=Effect.READS)
