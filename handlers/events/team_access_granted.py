"""An organisation let the app into some of its teams."""

from slack_bolt.async_app import AsyncAck

from bot.services.services import Services
from handlers.parse import Body, sent_at, who


async def team_access_granted(ack: AsyncAck, body: Body, event: Body, services: Services) -> None:
    """Go on with whoever is in them."""
    await ack()
    await services.access.changed(who(body).workspace_id, event["team_ids"], granted=True, at=sent_at(body))
