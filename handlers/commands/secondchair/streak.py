"""`/secondchair streak`: one's own streaks and freezes."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.prompts import streaks as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who
from handlers.reply import origin, reply


async def streak(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show them, to this person alone."""
    await ack()
    facts = await services.streaks.facts(who(body))
    await reply(client, origin(body), who(body), looks.streaks(library, facts))


COMMAND = Command("streak", streak)
