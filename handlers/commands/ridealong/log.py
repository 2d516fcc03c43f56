"""`/ridealong log [@rep] [customer] [when]`: a call that has happened already."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.ridealongs.form import plan_modal
from bot.services.services import Services
from content.models import Library
from handlers.command import Command, rest
from handlers.parse import Body, who
from handlers.reply import origin


async def log(
    ack: AsyncAck, body: Body, client: AsyncWebClient, command: Body, services: Services, library: Library
) -> None:
    """Open the same form for the past."""
    await ack()
    form = await services.ridealongs.form(who(body), rest(command.get("text") or ""), logged=True)
    metadata = json.dumps(origin(body) | {"id": form.id, "logged": True})
    await client.views_open(trigger_id=body["trigger_id"], view=plan_modal(library, form, metadata))


COMMAND = Command("log", log, usage="[@rep] [customer] [when]")
