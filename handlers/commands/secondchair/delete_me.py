"""`/secondchair delete-me`: everything held about the person who asks is deleted, once they confirm."""

from bot.blocks.people import privacy as cards
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect


async def delete_me(answer: Answer, library: Library) -> None:
    """Ask first."""
    await answer.open(cards.confirm(library))


COMMAND = Command("delete-me", delete_me, effect=Effect.READS)
