"""`/secondchair whatworks`: what people make of each prompt, counted, for admins."""

from bot.blocks.prompts import what_works as looks
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect


async def what_works(answer: Answer, services: Services, library: Library) -> None:
    """Show the counts to the person who asked, where they are an admin."""
    await answer.reply(looks.what_works(library, await services.what_works.facts(answer.who)))


COMMAND = Command("whatworks", what_works, effect=Effect.READS)
