"""The button that shows the development map."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs import development as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, who
from handlers.show import show


async def development(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show the development map, or one's own page."""
    await ack()
    facts = await services.development.facts(who(body))
    await show(client, body, library, looks.development(library, facts))
