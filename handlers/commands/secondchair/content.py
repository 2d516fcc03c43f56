"""`/secondchair content [team]`: an organisation's own prompts and questions, or a leader's for their team."""

from bot.blocks.prompts import custom_content as cards
from bot.domain.prompts.custom_content import ContentScope
from bot.services.services import Services
from content.models import Library
from handlers.answer import Answer
from handlers.command import Command, Effect, rest
from handlers.parse import Body


async def content(answer: Answer, command: Body, services: Services, library: Library) -> None:
    """Open the list that was asked for, else the one that this person may change."""
    wanted = ContentScope.TEAM if rest(command["text"]).lower() == ContentScope.TEAM else None
    scope = await services.custom_content.scope_of(answer.who, wanted)
    await answer.open(cards.content_page(library, await services.custom_content.page(answer.who, scope)))


COMMAND = Command("content", content, usage="[team]", effect=Effect.READS)
