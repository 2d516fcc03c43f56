"""`/selfcheck`: fifteen statements about the last seven days."""

import json

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.selfchecks import selfchecks as looks
from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.commands import help as help_
from handlers.parse import Body, who


async def selfcheck(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the form, with the last result on top."""
    await ack()
    selfcheck_id, last = await services.selfchecks.start(who(body))
    view = looks.form(library, json.dumps({"id": selfcheck_id}), last)
    await client.views_open(trigger_id=body["trigger_id"], view=view)


SELFCHECK = Command("/selfcheck", selfcheck, subcommands=(help_.COMMAND,))
