"""The app was taken out of a workspace or an organisation."""

from slack_bolt.async_app import AsyncAck

from bot.services.services import Services
from handlers.parse import Body, sent_at, who


async def app_uninstalled(ack: AsyncAck, body: Body, services: Services) -> None:
    """Forget its tokens and be silent; the rest goes after 30 days."""
    await ack()
    await services.lifecycle.ended(who(body).workspace_id, sent_at(body))
