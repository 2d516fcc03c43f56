"""An organisation took the app out of some of its teams."""

from slack_bolt.async_app import AsyncAck

from bot.services.services import Services
from handlers.parse import Body, sent_at, who


async def team_access_revoked(ack: AsyncAck, body: Body, event: Body, services: Services) -> None:
    """Be silent for whoever is in no other."""
    await ack()
    await services.access.changed(who(body).workspace_id, event["team_ids"], granted=False, at=sent_at(body))
