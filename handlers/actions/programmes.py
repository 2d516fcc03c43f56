"""The buttons of programmes."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.prompts import programmes as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who
from handlers.show import show


async def programmes(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show the one that runs, or all there are."""
    await ack()
    await show(client, body, library, looks.programmes(library, await services.programmes.facts(who(body))))


async def start(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Begin one."""
    await ack()
    facts = await services.programmes.start(who(body), value(body))
    await show(client, body, library, looks.programmes(library, facts))


async def stop(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """End it."""
    await ack()
    facts = await services.programmes.stop(who(body), value(body))
    await show(client, body, library, looks.programmes(library, facts))
