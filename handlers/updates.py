"""Changes of our own messages: of several for the same message at once, the newest alone is sent."""

import asyncio
from typing import Protocol

from bot.blocks.block_kit import Block, Message

Place = tuple[str, str]  # a channel, and the time of a message in it; both are one workspace's alone


class UpdatingClient(Protocol):
    """What of Slack's client is needed."""

    async def chat_update(self, *, channel: str, ts: str, text: str, blocks: list[Block]) -> object:
        """Replace what a message says."""
        ...


class MessageUpdates:
    """The messages that are being changed. Eighty people may press Done under one message within a minute; Slack takes
    about fifty changes, and only the last is seen.
    """

    def __init__(self) -> None:
        self._wanted: dict[Place, Message] = {}
        self._writing: dict[Place, asyncio.Task[None]] = {}

    async def show(self, client: UpdatingClient, place: Place, message: Message) -> None:
        """Return when this, or something newer, stands there. Raises what the client raises."""
        self._wanted[place] = message
        writing = self._writing.get(place)
        if writing is None:
            writing = self._writing[place] = asyncio.create_task(self._write(client, place))
        await asyncio.shield(writing)

    async def _write(self, client: UpdatingClient, place: Place) -> None:
        channel, ts = place
        try:
            while (message := self._wanted.pop(place, None)) is not None:
                await client.chat_update(channel=channel, ts=ts, text=message.text, blocks=list(message.blocks))
        finally:
            self._wanted.pop(place, None)
            del self._writing[place]
