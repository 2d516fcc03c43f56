"""The buttons of the first message: start, stop, whether one leads a team."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.people import onboarding as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who
from handlers.reply import origin, reply


async def start(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Take part, from now on or again."""
    await ack()
    facts = await services.onboarding.start(who(body))
    await reply(client, origin(body), who(body), looks.status(library, facts))


async def stop(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Take part no more."""
    await ack()
    facts = await services.onboarding.stop(who(body))
    await reply(client, origin(body), who(body), looks.status(library, facts))


async def lead(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Lead a team, or not."""
    await ack()
    facts = await services.onboarding.lead(who(body), is_leader=value(body) == looks.LEAD)
    await reply(client, origin(body), who(body), looks.status(library, facts))
