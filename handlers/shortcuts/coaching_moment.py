"""Save a message as a coaching moment about a salesperson."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs import moments as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, who


async def coaching_moment(
    ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library
) -> None:
    """Open the form about whoever wrote the message, or what was kept from it before."""
    await ack()
    message = body["message"]
    form = await services.moments.start(who(body), body["channel"]["id"], message["ts"], message.get("user"))
    await client.views_open(trigger_id=body["trigger_id"], view=looks.form(library, form))
