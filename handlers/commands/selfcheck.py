"""`/selfcheck`: fifteen statements about the last seven days."""

from bot.blocks.selfchecks import selfchecks as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command
from handlers.commands import help as help_


async def selfcheck(answer: Answer, services: Services, library: Library) -> None:
    """Open the form, with the last result on top."""
    selfcheck_id, last = await services.selfchecks.start(answer.who)
    view = cards.form(library, answer.carry(id=selfcheck_id), last)
    await answer.open(view)


SELFCHECK = Command("/selfcheck", selfcheck, subcommands=(help_.COMMAND,))
