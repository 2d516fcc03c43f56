"""The buttons of a follow-up: what became of a step, and a smaller one."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.checkins import commitments as looks
from bot.domain.checkins.commitments import Outcome
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who
from handlers.reply import origin, reply


async def outcome(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Keep what became of the step, and show it."""
    await ack()
    said, _, commitment_id = value(body).partition(" ")
    commitment = await services.commitments.answer(who(body), commitment_id, Outcome(said))
    await reply(client, origin(body), who(body), looks.follow_up(library, commitment))


async def smaller(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the step, to be written anew."""
    await ack()
    commitment = await services.commitments.facts(who(body), value(body))
    metadata = json.dumps(origin(body) | {"id": commitment.id})
    await client.views_open(trigger_id=body["trigger_id"], view=looks.form(library, commitment, metadata))
