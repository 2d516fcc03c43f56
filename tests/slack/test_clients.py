"""A workspace's client: its token is read again after a few seconds, and at once where the newest is wanted."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.slack import clients as module
from bot.slack.clients import Clients


class Tokens:
    """A token per workspace, and how often they were asked for."""

    def __init__(self) -> None:
        self.of = {"T1": "xoxb-1", "T2": "xoxb-2"}
        self.asked = 0

    async def token(self, workspace_id: str) -> str:
        """The current token."""
        self.asked += 1
        return self.of.get(workspace_id, "")


@pytest.fixture
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture
async def clients(tokens: Tokens) -> AsyncIterator[Clients]:
    made = Clients(tokens, "http://127.0.0.1:1/api/")
    yield made
    await made.close()


async def test_many_messages_ask_for_the_token_once(clients: Clients, tokens: Tokens) -> None:
    found = await asyncio.gather(*(clients.of("T1") for _ in range(3)))
    again = [await clients.of("T1") for _ in range(50)]
    assert {client.token for client in [*found, *again]} == {"xoxb-1"}
    assert (await clients.of("T2")).token == "xoxb-2"
    assert tokens.asked <= 4


async def test_the_newest_is_asked_for_and_then_used(clients: Clients, tokens: Tokens) -> None:
    assert (await clients.of("T1")).token == "xoxb-1"
    tokens.of["T1"] = "xoxb-newer"
    assert (await clients.of("T1")).token == "xoxb-1"
    assert (await clients.of("T1", newest=True)).token == "xoxb-newer"
    assert (await clients.of("T1")).token == "xoxb-newer"


async def test_who_was_asked_for_a_moment_ago_is_known_without_waiting(clients: Clients, tokens: Tokens) -> None:
    assert clients.known("T1") is None
    client = await clients.of("T1")
    assert clients.known("T1") is client
    assert clients.known("T2") is None
    assert tokens.asked == 1


async def test_what_was_asked_for_too_long_ago_is_not_known(clients: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TRUSTED", 0.0)
    await clients.of("T1")
    assert clients.known("T1") is None


async def test_a_token_is_not_trusted_for_long(
    clients: Clients, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TRUSTED", 0.0)
    assert (await clients.of("T1")).token == "xoxb-1"
    tokens.of["T1"] = "xoxb-newer"
    assert (await clients.of("T1")).token == "xoxb-newer"


async def test_where_nobody_installed_us_the_next_message_asks_again(clients: Clients, tokens: Tokens) -> None:
    assert (await clients.of("T3")).token == ""
    tokens.of["T3"] = "xoxb-3"
    assert (await clients.of("T3")).token == "xoxb-3"


async def test_what_is_not_used_any_more_is_let_go(
    clients: Clients, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TRUSTED", 0.0)
    monkeypatch.setattr(module, "MOST_KNOWN", 10)
    for each in range(100):
        tokens.of[f"W{each}"] = f"xoxb-{each}"
        await clients.of(f"W{each}")
    assert len(clients._known) <= 10
