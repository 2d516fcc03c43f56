"""The one tap after a ride-along, and the form behind it."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs import reflections as looks
from bot.domain.ridealongs.ridealongs import TakeOver
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who
from handlers.reply import origin, reply


async def takeover(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Keep who asked for the take-over, if there was one: a full answer."""
    await ack()
    answer, _, ride_id = value(body).partition(" ")
    facts = await services.reflections.note(who(body), ride_id, TakeOver(answer))
    await reply(client, origin(body), who(body), looks.card(library, facts))


async def open_(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open what was written, to read it back or to change it."""
    await ack()
    ride_id, _, shown = value(body).partition(" ")
    facts = await services.reflections.facts(who(body), ride_id)
    metadata = json.dumps(origin(body) | {"replace": False, "id": ride_id, "shown": shown})
    await client.views_open(trigger_id=body["trigger_id"], view=looks.form(library, facts, metadata))
