"""`/secondchair pause [until]`: nothing comes until that day, or until they resume."""

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.blocks.people import pauses as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command, rest
from handlers.parse import Body, who


async def pause(ack: AsyncAck, command: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Pause, and say what comes after it."""
    await ack()
    message = looks.paused(library, await services.pauses.pause(who(command), rest(command["text"])))
    await respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral")


COMMAND = Command(
    "pause",
    pause,
    usage="[until]",
    also_tried=(
        "vacation",
        "vacations",
        "holiday",
        "holidays",
        "ooo",
        "off",
        "snooze",
        "away",
        "leave",
        "mute",
        "break",
    ),
)
