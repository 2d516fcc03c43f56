"""`/selfcheck`: fifteen statements about the last seven days."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks import selfcheck as looks
from bot.services.suite import Services
from content.models import Library
from handlers.command import Command
from handlers.commands import help as help_
from handlers.parse import Body, who


async def selfcheck(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the form, with the last result on top. From the command, and from a button elsewhere."""
    await ack()
    selfcheck_id, last = await services.selfchecks.start(who(body))
    await client.views_open(trigger_id=body["trigger_id"], view=looks.form(library, selfcheck_id, last))


SELFCHECK = Command("/selfcheck", selfcheck, subcommands=(help_.COMMAND,))
