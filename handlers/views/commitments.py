"""A step written anew."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.checkins import commitments as looks
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, metadata, typed, who
from handlers.reply import reply


async def commitment(
    ack: AsyncAck, body: Body, view: Body, client: AsyncWebClient, services: Services, library: Library
) -> None:
    """Keep it, and show it where the form was opened."""
    place, given = metadata(view), typed(view)
    kept = await services.commitments.rewrite(who(body), place["id"], given["if"] or "", given["then"] or "")
    await ack()
    await reply(client, place, who(body), looks.follow_up(library, kept))
