"""`/secondchair one-to-one @rep`: a page to take into a one-to-one."""

from bot.blocks.ridealongs import records
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.parse import Body


async def one_to_one(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Make the page about the person who was named."""
    facts = await services.records.one_to_one(answer.who, rest(command.get("text") or ""))
    await answer.privately(records.one_to_one(library, facts))


COMMAND = Command(
    "one-to-one", one_to_one, usage="@person", also_tried=("1-1", "1:1", "oneonone", "one-on-one"), effect=Effect.READS
)
