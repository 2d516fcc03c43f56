"""`/secondchair settings`: one's own settings, in a form."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.people import settings as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who


async def settings(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the form."""
    await ack()
    facts = await services.settings.facts(who(body))
    await client.views_open(trigger_id=body["trigger_id"], view=looks.settings_modal(library, facts))


COMMAND = Command("settings", settings)
