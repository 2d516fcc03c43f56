"""`/selfcheck`: fifteen statements about one week."""

from bot.blocks.selfchecks import selfchecks as cards
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command
from handlers.commands import help as help_


async def selfcheck(answer: Answer, services: Services, library: Library) -> None:
    """Open the form, with the last result on top."""
    form = await services.selfchecks.start(answer.who)
    metadata = answer.carry(id=form.id, week=form.week.isoformat(), team=form.team)
    await answer.open(cards.form(library, form, metadata))


SELFCHECK = Command("/selfcheck", selfcheck, subcommands=(help_.COMMAND,))
