"""Changes to our own messages, of which only the newest is sent, to modals, one after another, and to Home tabs."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot.blocks.block_kit import Block, Message, View
from bot.blocks.written import shown
from bot.domain.people.people import Who

# A channel and the time of a message in it, or a workspace and a modal; both are one workspace's alone.
Place = tuple[str, str]
HomeRefused = Callable[[Who, Exception], object]


class UpdatingClient(Protocol):
    """The part of Slack's client that is needed."""

    async def chat_update(self, *, channel: str, ts: str, text: str, blocks: list[Block]) -> object:
        """Replace what a message says."""
        ...


class MessageUpdates:
    """The messages that are being changed. Eighty people may press Done under one message within a minute; Slack takes
    about fifty changes, and only the last is seen.
    """

    def __init__(self, home_refused: HomeRefused = lambda *_: None) -> None:
        """`home_refused` is told whose Home tab Slack did not accept, and why."""
        self._home_refused = home_refused
        self._wanted: dict[Place, Message] = {}
        self._writing: dict[Place, asyncio.Task[None]] = {}
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def turn(self, view: Place) -> AsyncIterator[None]:
        """Wait for one's turn at a modal, by its workspace and id; those who wait get it in the order they came."""
        lock = self._turns.setdefault(view, asyncio.Lock())
        async with lock:
            yield

    async def show(self, client: UpdatingClient, place: Place, message: Message) -> None:
        """Return when this, or something newer, is shown there. Raises what the client raises."""
        self._wanted[place] = message
        writing = self._writing.get(place)
        if writing is None:
            writing = self._writing[place] = asyncio.create_task(self._write(client, place))
        await asyncio.shield(writing)

    async def publish(self, client: Any, who: Who, view: View) -> None:
        """Show somebody's Home tab. Raises what the client raises."""
        try:
            await client.views_publish(user_id=who.user_id, view=view)
        except Exception as error:
            self._home_refused(who, error)
            raise

    async def _write(self, client: UpdatingClient, place: Place) -> None:
        channel, ts = place
        try:
            while (message := self._wanted.pop(place, None)) is not None:
                await client.chat_update(channel=channel, ts=ts, text=message.text, blocks=shown(message))
        finally:
            self._wanted.pop(place, None)
            del self._writing[place]
