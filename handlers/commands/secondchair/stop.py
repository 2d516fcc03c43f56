"""`/secondchair stop`: nothing more is sent to this person."""

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.blocks.people import onboarding as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who


async def stop(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Take part no more, with the button that undoes it."""
    await ack()
    message = looks.status(library, await services.onboarding.stop(who(body)))
    await respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral")


COMMAND = Command("stop", stop, also_tried=("unsubscribe", "quit"))
