"""The buttons of a check-in."""

import json
from datetime import date

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.checkins import checkins as looks
from bot.domain.checkins.checkins import CheckInAnswer
from bot.domain.checkins.commitments import Outcome
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who
from handlers.reply import origin, reply


async def answer(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """One tap is a full answer, for the week that the button was shown for."""
    await ack()
    given, _, week = value(body).partition(" ")
    facts = await services.checkins.answer(who(body), date.fromisoformat(week), CheckInAnswer(given))
    await reply(client, origin(body), who(body), looks.card(library, facts))


async def outcome(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Keep what became of the plan before."""
    await ack()
    said, week, commitment_id = value(body).split(" ")
    facts = await services.checkins.settle_plan(who(body), date.fromisoformat(week), commitment_id, Outcome(said))
    await reply(client, origin(body), who(body), looks.card(library, facts))


async def change(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show the four answers once more."""
    await ack()
    facts = await services.checkins.facts(who(body), date.fromisoformat(value(body)))
    await reply(client, origin(body), who(body), looks.card(library, facts, change=True))


async def details(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the form for the details, with what was written before."""
    await ack()
    facts = await services.checkins.answered(who(body), date.fromisoformat(value(body)))
    metadata = json.dumps(origin(body) | {"week": value(body)})
    await client.views_open(trigger_id=body["trigger_id"], view=looks.details_form(library, facts, metadata))
