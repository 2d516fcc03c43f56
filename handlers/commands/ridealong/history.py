"""`/ridealong history @rep`: the series of two people."""

from slack_bolt.async_app import AsyncAck, AsyncRespond

from bot.blocks.ridealongs import reflections as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command, rest
from handlers.parse import Body, who


async def history(
    ack: AsyncAck, body: Body, command: Body, respond: AsyncRespond, services: Services, library: Library
) -> None:
    """Show the calls with that person, as this one of the two may see them."""
    await ack()
    series = await services.ridealongs.history(who(body), rest(command.get("text") or ""))
    message = looks.history(library, series)
    await respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral")


COMMAND = Command("history", history, usage="@rep")
