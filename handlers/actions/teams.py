"""The buttons around a team: naming one's salespeople, and answering to having been named."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.people import teams as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, place, value, who
from handlers.redraw import redraw


async def open_(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the form with one's team."""
    await ack()
    facts = await services.teams.facts(who(body))
    await client.views_open(trigger_id=body["trigger_id"], view=looks.team_modal(library, facts, place(body)))


async def accept(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Fine with being named."""
    await ack()
    answer = await services.teams.accept(who(body), value(body))
    await redraw(client, json.loads(place(body)), looks.answered(library, answer))


async def decline(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Not on that team, or no longer."""
    await ack()
    answer = await services.teams.decline(who(body), value(body))
    await redraw(client, json.loads(place(body)), looks.answered(library, answer))


async def prompt_on(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """The daily prompt as well, for whoever is on a team."""
    await ack()
    answer = await services.teams.prompt_on(who(body), value(body))
    await redraw(client, json.loads(place(body)), looks.answered(library, answer))
