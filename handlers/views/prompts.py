"""The note to oneself about a prompt."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.prompts import prompts as looks
from bot.domain.prompts.answers import PromptReply
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, metadata, typed, who
from handlers.reply import reply


async def reflection(
    ack: AsyncAck, body: Body, view: Body, client: AsyncWebClient, services: Services, library: Library
) -> None:
    """Keep the note and show it under the prompt."""
    place = metadata(view)
    facts = await services.prompts.answer(who(body), place["value"], PromptReply.REFLECTED, typed(view)["text"] or "")
    await ack()
    await reply(client, place, who(body), looks.card(library, facts))
