"""`/secondchair delete-me`: everything held about whoever asks is deleted, once they confirm."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.people import privacy as looks
from content.models import Library
from handlers.command import Command
from handlers.parse import Body


async def delete_me(ack: AsyncAck, body: Body, client: AsyncWebClient, library: Library) -> None:
    """Ask first."""
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=looks.confirm(library))


COMMAND = Command("delete-me", delete_me)
