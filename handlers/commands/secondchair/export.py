"""`/secondchair export`: a file with everything held about whoever asks."""

from slack_bolt.async_app import AsyncAck, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.services.services import Services
from content.models import Library
from handlers.command import Command
from handlers.parse import Body, who


async def export(
    ack: AsyncAck, body: Body, client: AsyncWebClient, respond: AsyncRespond, services: Services, library: Library
) -> None:
    """Send it by direct message, to read and for programs, and say so."""
    await ack()
    made = await services.privacy.export(who(body))
    opened = await client.conversations_open(users=who(body).user_id)
    files = [
        {"filename": "second-chair.txt", "title": "second-chair.txt", "content": made.readable},
        {"filename": "second-chair.json", "title": "second-chair.json", "content": made.data},
    ]
    message = library.say("privacy.export.message")
    await client.files_upload_v2(file_uploads=files, channel=opened["channel"]["id"], initial_comment=message)
    await respond(text=library.say("privacy.export.sent"), response_type="ephemeral")


COMMAND = Command("export", export)
