"""`/ridealong [@rep] [customer] [when]`: the plan, prefilled from what was typed."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs.form import plan_modal
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, who
from handlers.reply import origin


async def plan(
    ack: AsyncAck, body: Body, client: AsyncWebClient, command: Body, services: Services, library: Library
) -> None:
    """Open the form, with a sentence about what was understood and what was not."""
    await ack()
    form = await services.ridealongs.form(who(body), command.get("text") or "")
    metadata = json.dumps(origin(body) | {"id": form.id})
    await client.views_open(trigger_id=body["trigger_id"], view=plan_modal(library, form, metadata))
