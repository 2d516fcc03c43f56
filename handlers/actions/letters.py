"""The buttons of the quarterly letter: read it again, keep it as a file."""

from slack_bolt.async_app import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.checkins import letters as looks
from bot.services.planning.letters import subject
from bot.services.services import Services
from content.models import Library
from handlers.parse import Body, value, who
from handlers.show import show


async def letter(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Show the letter about the last quarter again."""
    await ack()
    facts = await services.letters.facts(who(body))
    await show(client, body, library, looks.letter(library, facts, subject(facts.quarter)))


async def keep_letter(ack: AsyncAck, body: Body, client: AsyncWebClient, services: Services, library: Library) -> None:
    """Send a letter as a Markdown file, by direct message."""
    await ack()
    facts = await services.letters.facts(who(body), value(body))
    opened = await client.conversations_open(users=who(body).user_id)
    await client.files_upload_v2(
        filename=looks.file_name(facts),
        content=looks.markdown(library, facts),
        channel=opened["channel"]["id"],
        initial_comment=library.say("letters.copy"),
    )
