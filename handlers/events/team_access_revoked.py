"""An organisation took the app out of some of its teams."""

from bot.services.services import Services
from handlers.answer import Answer
from handlers.parse import Body, sent_at


async def team_access_revoked(answer: Answer, body: Body, event: Body, services: Services) -> None:
    """Go silent for people who are in no other."""
    await services.access.changed(answer.who.workspace_id, event["team_ids"], granted=False, at=sent_at(body))
