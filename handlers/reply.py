"""Answers at the place where somebody began, also after a modal lay in between."""

from typing import Any

from slack_bolt.async_app import AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.block_kit import Message
from bot.domain.people.people import Who
from handlers.parse import Body
from handlers.redraw import redraw


def origin(body: Body) -> dict[str, Any]:
    """Where a command or a press came from, to be carried through a modal in its metadata.

    An ephemeral message cannot be updated by its time; it is answered through its `response_url`.
    """
    if (body.get("view") or {}).get("type") == "home":
        return {"home": True}
    container = body.get("container") or {}
    if container.get("message_ts") and not container.get("is_ephemeral"):
        return {"channel": container["channel_id"], "ts": container["message_ts"]}
    return {"respond": body.get("response_url"), "replace": bool(container.get("is_ephemeral"))}


async def reply(client: AsyncWebClient, place: dict[str, Any], who: Who, message: Message) -> None:
    """Show `message` at `place`: in the message pressed, or to `who` alone where a command was typed.

    A `response_url` lives for 30 minutes; after that it comes by direct message, since nothing said is lost. In the
    Home tab nothing is posted: it is drawn anew.
    """
    if place.get("home"):
        return
    if place.get("ts"):
        await redraw(client, place, message)
        return
    blocks = list(message.blocks)
    if place.get("respond"):
        respond = AsyncRespond(response_url=place["respond"])
        answer = await respond(
            text=message.text, blocks=blocks, response_type="ephemeral", replace_original=bool(place.get("replace"))
        )
        if answer.status_code == 200:
            return
    await client.chat_postMessage(channel=who.user_id, text=message.text, blocks=blocks)
