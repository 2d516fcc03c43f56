"""The button that shows one's insights."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.checkins import insights as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, who
from handlers.show import show


async def insights(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show what one's check-ins say over time."""
    await ack()
    await show(client, body, library, looks.insights(library, await services.insights.facts(who(body))))
