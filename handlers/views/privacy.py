"""The confirmed deletion of one's own data."""

from slack_bolt.async_app import AsyncAck

from bot.blocks.people import privacy as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, who


async def delete_me(ack: AsyncAck, body: Body, services: Services, library: Library) -> None:
    """Delete it, then say that it is gone. Whose it is comes from Slack, never from the form."""
    await services.privacy.forget(who(body))
    await ack(response_action="update", view=looks.gone(library))
