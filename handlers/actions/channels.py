"""The buttons about channel nudges: open the modal, stop one."""

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.channels import channels as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who


async def new(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Open the modal that sets one up."""
    await ack()
    person = await services.channels.may_set_up(who(body))
    view = looks.setup_modal(library, services.channels.kinds, person.zone)
    await client.views_open(trigger_id=body["trigger_id"], view=view)


async def stop(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """Stop one, and say so."""
    await ack()
    channel_id, _, kind = value(body).partition(" ")
    message = looks.stopped(library, await services.channels.stop(who(body), channel_id, kind))
    await respond(text=message.text, blocks=list(message.blocks), response_type="ephemeral", replace_original=False)
