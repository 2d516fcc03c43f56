"""A channel was shared with another company."""

from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body


async def channel_shared(answer: Answer, event: Body, services: Services) -> None:
    """Post nothing there any more."""
    await services.channel_upkeep.shared(answer.who.workspace_id, event["channel"])
