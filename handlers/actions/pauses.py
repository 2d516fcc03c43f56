"""The buttons around a pause: resume, and the answer to the offer of one."""

import json
from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.people import pauses as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, place, value, who
from handlers.redraw import redraw


async def resume(ack: AsyncAck, body: Body, respond: AsyncRespond, services: Services, library: Library) -> None:
    """End the pause; the message with the button may be one that only they can see."""
    await ack()
    message = looks.resumed(library, *await services.pauses.resume(who(body)))
    await respond(text=message.text, blocks=list(message.blocks), replace_original=True)


async def accept(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Pause until the day that was offered."""
    await ack()
    facts = await services.pauses.pause_until(who(body), date.fromisoformat(value(body)))
    await redraw(client, json.loads(place(body)), looks.paused(library, facts))


async def decline(ack: AsyncAck, body: Body, client: AsyncWebClient, library: Library) -> None:
    """No pause."""
    await ack()
    await redraw(client, json.loads(place(body)), looks.declined(library))
