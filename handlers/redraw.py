"""Shows a message anew, where it stands."""

from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.block_kit import Message


async def redraw(client: AsyncWebClient, place: dict[str, Any], message: Message) -> None:
    """Replace the message at `place` (`channel` and `ts`); does nothing where the press came from elsewhere."""
    if place.get("channel") and place.get("ts"):
        await client.chat_update(
            channel=place["channel"], ts=place["ts"], text=message.text, blocks=list(message.blocks)
        )
