"""`/secondchair today`: today's prompt, wherever one is."""

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.blocks.prompts import prompts as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who


async def today(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Show today's prompt, to be answered here as well."""
    await ack()
    facts = await services.prompts.today(who(body))
    message = looks.card(library, facts) if facts else looks.no_prompt(library)
    await respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral")


COMMAND = Command("today", today)
