"""`/secondchair pressure [week]`: the pressure weeks to come; with a week, that one is marked."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.checkins import pressure_weeks as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command, rest
from handlers.parse import Body, who
from handlers.show import show


async def pressure(ack: AsyncAck, command: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show them, or mark the week that was typed."""
    await ack()
    facts = await services.pressure.typed(who(command), rest(command["text"]))
    await show(client, command, library, looks.pressure_weeks(library, facts))


COMMAND = Command("pressure", pressure, usage="[week]")
