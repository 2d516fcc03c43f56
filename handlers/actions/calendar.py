"""The button that plans a meeting of one's calendar."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs.form import plan_modal
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who


async def plan(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the plan, prefilled from the meeting; the offer stays, for the other meetings in it."""
    await ack()
    form = await services.calendar.plan_form(who(body), value(body))
    metadata = json.dumps({"id": form.id, "respond": body.get("response_url"), "replace": False})
    await client.views_open(trigger_id=body["trigger_id"], view=plan_modal(library, form, metadata))
