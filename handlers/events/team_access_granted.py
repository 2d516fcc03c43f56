"""An organisation let the app into some of its teams."""

from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body, sent_at


async def team_access_granted(answer: Answer, body: Body, event: Body, services: Services) -> None:
    """Resume for people who are in them."""
    await services.access.changed(answer.who.workspace_id, event["team_ids"], granted=True, at=sent_at(body))
