"""A worker that hangs between its last check of a lease and its post, until another has taken over."""

import asyncio
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import delete

from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.engine import Engine
from bot.slack import messenger
from bot.slack.fence import Fence
from bot.slack.messenger import Messenger
from bot.storage.database import Database
from bot.storage.tables import leases
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NOON, NUDGES, bare_facts, pending, put


class Channel:
    """A conversation in Slack: ids of what arrived, by posting worker."""

    def __init__(self) -> None:
        self.arrived: list[tuple[str, str]] = []

    def client(self, worker: str) -> Any:
        """The client that a worker posts and asks with."""

        async def conversations_history(**_given: object) -> dict[str, Any]:
            ids = [delivery_id for _, delivery_id in self.arrived]
            metadata = [{"event_type": "delivery", "event_payload": {"id": delivery_id}} for delivery_id in ids]
            return {"messages": [{"ts": "1", "metadata": each} for each in metadata]}

        return SimpleNamespace(worker=worker, conversations_history=conversations_history)

    async def post(self, client: Any, body: dict[str, Any], fence: Fence) -> dict[str, Any]:
        """In place of `post_message`."""
        fence.look()
        self.arrived.append((client.worker, body["metadata"]["event_payload"]["id"]))
        return {"ok": True, "ts": str(len(self.arrived)), "channel": "C1"}


class Hangs:
    """Hands out the client, and hangs before it does, once."""

    def __init__(self, client: Any, *, hangs: bool) -> None:
        self.begun, self.over = asyncio.Event(), asyncio.Event()
        self._client, self._hangs = client, hangs

    def known(self, _workspace_id: str) -> None:
        """None: each post asks for its token."""

    async def of(self, _workspace_id: str, *, newest: bool = False) -> AsyncWebClient:  # noqa: ARG002 - as `ClientSource`
        """The client."""
        if self._hangs:
            self._hangs = False
            self.begun.set()
            await self.over.wait()
        client: AsyncWebClient = self._client
        return client


def _worker(database: Database, library: Library, clients: Hangs, steady: list[float]) -> Engine:
    def now() -> datetime:
        return NOON

    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    return build_engine(
        database, Messenger(clients), words, clock=now, wall=now, steady=lambda: steady[0], limits=AT_ONCE
    )


async def _cut_off(_wanted: object) -> None:
    raise ConnectionError("the database cannot be reached")


@pytest.mark.parametrize(
    ("fenced", "posts"),
    [
        pytest.param(True, ["second"], id="fenced"),
        pytest.param(False, ["second", "first"], id="control: no fence, it doubles"),
    ],
)
async def test_who_hangs_past_a_lease_posts_nothing_that_another_posted(
    postgres_database: Database, library: Library, monkeypatch: pytest.MonkeyPatch, fenced: bool, posts: list[str]
) -> None:
    if not fenced:
        monkeypatch.setattr(Fence, "look", lambda _: None)
    database, channel, steady = postgres_database, Channel(), [1000.0]
    monkeypatch.setattr(messenger, "post_message", channel.post)
    hangs, goes_on = Hangs(channel.client("first"), hangs=True), Hangs(channel.client("second"), hangs=False)
    first, second = _worker(database, library, hangs, steady), _worker(database, library, goes_on, [1000.0])
    await put(database, pending(1, recipient="C1"))
    first.poke()
    await hangs.begun.wait()

    monkeypatch.setattr(first._leases, "take", _cut_off)
    steady[0] += AT_ONCE.lease  # the lease runs out, and the first worker does not notice
    async with database.connection() as connection:
        await connection.execute(delete(leases))
    await second.beat()
    await second.settled()
    hangs.over.set()
    await first.drain(10)
    await second.drain(10)

    assert [worker for worker, _ in channel.arrived] == posts
