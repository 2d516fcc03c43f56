"""`/ridealong list`: what is planned."""

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.blocks.ridealongs import ridealongs as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who


async def list_(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Show one's own next ride-alongs, each with its buttons."""
    await ack()
    message = looks.upcoming(library, await services.ridealongs.upcoming(who(body)))
    await respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral")


COMMAND = Command("list", list_)
