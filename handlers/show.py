"""Shows a message of its own wherever somebody asked for it: typed, pressed on the Home tab, or pressed in a modal."""

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.block_kit import Message
from bot.blocks.notices import shown_modal
from content.models import Library
from handlers.parse import Body, who
from handlers.reply import origin, reply


async def show(client: AsyncWebClient, body: Body, library: Library, message: Message) -> None:
    """In the modal that was pressed in; in a modal of its own on the Home tab; else to this person alone."""
    view = body.get("view") or {}
    if view.get("type") == "modal":
        await client.views_update(view_id=view["id"], view=shown_modal(library, message))
    elif view.get("type") == "home":
        await client.views_open(trigger_id=body["trigger_id"], view=shown_modal(library, message))
    else:
        await reply(client, origin(body), who(body), message)
