"""`/secondchair retention [months]`: how long people's texts are kept in this workspace."""

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.blocks.people.privacy import kept
from bot.services.services import Services
from content.models import Library
from handlers.command import Command, rest
from handlers.parse import Body, who


async def retention(ack: AsyncAck, command: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Say it, or change it to the months that were typed."""
    await ack()
    months = await services.retention.typed(who(command), rest(command["text"]))
    await respond(text=kept(library, months), response_type="ephemeral")


COMMAND = Command("retention", retention, usage="[months]")
