"""`/ridealong calendar`: where one's calendar is."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs import calendar as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who


async def calendar(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the form."""
    await ack()
    facts = await services.calendar.facts(who(body))
    await client.views_open(trigger_id=body["trigger_id"], view=looks.form(library, facts))


COMMAND = Command("calendar", calendar)
