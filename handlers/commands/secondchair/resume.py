"""`/secondchair resume`: the pause ends now."""

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.blocks.people import pauses as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who


async def resume(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Go on, and say what comes next."""
    await ack()
    message = looks.resumed(library, *await services.pauses.resume(who(body)))
    await respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral")


COMMAND = Command("resume", resume)
