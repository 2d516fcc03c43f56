"""The buttons of a planned ride-along."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs import ridealongs as looks
from bot.blocks.ridealongs.form import plan_modal
from bot.domain.checkins.commitments import Outcome
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who
from handlers.reply import origin, reply


async def confirm(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Say yes to the plan as it stood in the message."""
    await ack()
    ride_id, _, version = value(body).partition(" ")
    facts = await services.ridealongs.confirm(who(body), ride_id, int(version))
    await reply(client, origin(body), who(body), looks.said(library, facts, "confirmed"))


async def change(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the form with what stands."""
    await ack()
    form = await services.ridealongs.change_form(who(body), value(body))
    metadata = json.dumps(origin(body) | {"id": form.id, "version": form.version})
    await client.views_open(trigger_id=body["trigger_id"], view=plan_modal(library, form, metadata))


async def cancel(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Call it off."""
    await ack()
    facts = await services.ridealongs.cancel(who(body), value(body))
    await reply(client, origin(body), who(body), looks.said(library, facts, "cancelled"))


async def over(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """The call has ended: ask both now."""
    await ack()
    facts = await services.ridealong_end.over(who(body), value(body))
    await reply(client, origin(body), who(body), looks.said(library, facts, "over"))


async def outcome(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Keep how the step went since the last call, and show the brief with it."""
    await ack()
    said, commitment_id, ride_id = value(body).split(" ")
    commitment = await services.commitments.answer(who(body), commitment_id, Outcome(said))
    facts = await services.ridealong_end.facts(who(body), ride_id)
    await reply(client, origin(body), who(body), looks.brief(library, facts, commitment))
