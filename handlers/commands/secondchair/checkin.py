"""`/secondchair checkin`: this week's check-in, to answer or change here and now."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.checkins import checkins as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who
from handlers.reply import origin, reply


async def checkin(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show this week's check-in, open or answered."""
    await ack()
    facts = await services.checkins.facts(who(body))
    await reply(client, origin(body), who(body), looks.card(library, facts))


COMMAND = Command("checkin", checkin)
