"""The Socket Mode connection: each address is used once, one follows another, and a wrong token is reported."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from aiohttp.test_utils import BaseTestServer, TestServer

from bot.slack.socket_mode import SocketModeConnection


class Slack:
    """Hands out addresses that work once, and keeps the lines that were opened."""

    def __init__(self) -> None:
        self.refuses: list[str] = []
        self.breaks = 0
        self.odd: list[dict[str, Any]] = []
        self.tickets: list[str] = []
        self.used: list[str] = []
        self.connections: asyncio.Queue[web.WebSocketResponse] = asyncio.Queue()
        self.heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.server: BaseTestServer | None = None
        self.answers_pings = True
        self.greets = True

    async def open_(self, _request: web.Request) -> web.Response:
        if self.odd:
            return web.json_response({"ok": True} | self.odd.pop())
        if self.refuses:
            return web.json_response({"ok": False, "error": self.refuses.pop(0)})
        self.tickets.append(str(len(self.tickets)))
        assert self.server is not None
        return web.json_response(
            {"ok": True, "url": str(self.server.make_url(f"/connection?ticket={self.tickets[-1]}"))}
        )

    async def connection(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query["ticket"]
        if self.breaks or ticket in self.used:
            self.breaks -= 1
            self.used.append(ticket)
            return web.Response(status=503)
        self.used.append(ticket)
        connection = web.WebSocketResponse(autoping=self.answers_pings)
        await connection.prepare(request)
        if self.greets:
            await connection.send_json({"type": "hello"})
        self.connections.put_nowait(connection)
        async for message in connection:
            if message.type is WSMsgType.TEXT:
                self.heard.put_nowait(json.loads(message.data))
        return connection


class Desk:
    """Answers requests, and is told of a wrong token."""

    def __init__(self) -> None:
        self.wrong: asyncio.Queue[str] = asyncio.Queue()
        self.paused: list[float] = []

    async def answer(self, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        if payload.get("fails"):
            raise ValueError("not acknowledged")
        return {"text": "yes"} if payload.get("command") else None

    async def pause(self, seconds: float) -> None:
        self.paused.append(seconds)
        await asyncio.sleep(0)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    slack, app = Slack(), web.Application()
    app.router.add_post("/api/apps.connections.open", slack.open_)
    app.router.add_get("/connection", slack.connection)
    async with TestServer(app) as server:
        slack.server = server
        yield slack


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def connection(slack: Slack, desk: Desk) -> AsyncIterator[SocketModeConnection]:
    assert slack.server is not None
    base = str(slack.server.make_url("/api/"))
    connection = SocketModeConnection("xapp-1", base, desk.answer, desk.wrong.put_nowait, desk.pause, heartbeat=0.2)
    yield connection
    await connection.close()


async def test_a_request_is_acknowledged_with_its_answer(slack: Slack, connection: SocketModeConnection) -> None:
    connection.start()
    there = await slack.connections.get()
    for odd in ([1], None, "hello", 1):
        await there.send_json(odd)
    await there.send_json({"type": "slash_commands", "envelope_id": "E0", "payload": {"fails": True}})
    await there.send_json({"type": "slash_commands", "envelope_id": "E1", "payload": {"command": "/x"}})
    assert await slack.heard.get() == {"envelope_id": "E1", "payload": {"text": "yes"}}
    await there.send_json({"type": "events_api", "envelope_id": "E2", "payload": {}})
    assert await slack.heard.get() == {"envelope_id": "E2"}
    assert connection.is_open


async def test_a_connection_that_ends_is_followed_by_one_with_an_address_of_its_own(
    slack: Slack, connection: SocketModeConnection
) -> None:
    connection.start()
    first = await slack.connections.get()
    slack.breaks = 2
    await first.send_json({"type": "disconnect", "reason": "refresh_requested"})
    second = await slack.connections.get()
    await first.send_json({"type": "events_api", "envelope_id": "E1", "payload": {}})  # the old one still counts
    assert await slack.heard.get() == {"envelope_id": "E1"}
    await second.close()
    await slack.connections.get()
    assert slack.used == slack.tickets == ["0", "1", "2", "3", "4"]


async def test_a_deaf_connection_is_noticed(slack: Slack, connection: SocketModeConnection) -> None:
    slack.answers_pings = False
    connection.start()
    await slack.connections.get()
    await slack.connections.get()
    assert len(slack.tickets) >= 2


async def test_a_connection_on_which_slack_says_nothing_is_not_open(slack: Slack, desk: Desk) -> None:
    """A middlebox may accept it and answer its pings, but pass nothing on."""
    assert slack.server is not None
    slack.greets = False
    base = str(slack.server.make_url("/api/"))
    connection = SocketModeConnection("xapp-1", base, desk.answer, desk.wrong.put_nowait, desk.pause, opening=0.2)
    connection.start()
    await slack.connections.get()
    was_open = [connection.is_open]
    slack.greets = True
    there = await slack.connections.get()
    await there.send_json({"type": "slash_commands", "envelope_id": "E1", "payload": {"command": "/x"}})
    await slack.heard.get()
    assert [*was_open, connection.is_open] == [False, True]
    await connection.close()


async def test_a_wrong_token_is_told_at_the_start_and_what_may_pass_is_tried_again(
    slack: Slack, desk: Desk, connection: SocketModeConnection
) -> None:
    slack.refuses = ["internal_error", "socket_mode_not_enabled", "invalid_auth"]
    connection.start()
    assert await desk.wrong.get() == "invalid_auth"
    await slack.connections.get()
    assert len(desk.paused) == 3


async def test_an_answer_without_an_address_is_asked_for_again(
    slack: Slack, desk: Desk, connection: SocketModeConnection
) -> None:
    slack.odd = [{}, {"url": None}, {"url": "no address"}]
    connection.start()
    await slack.connections.get()
    assert len(desk.paused) == 3


async def test_a_refusal_is_said_in_a_sentence(
    slack: Slack, connection: SocketModeConnection, capsys: pytest.CaptureFixture[str]
) -> None:
    slack.refuses = ["token_revoked"]
    connection.start()
    await slack.connections.get()
    assert "check on your app's page" in capsys.readouterr().out


async def test_a_token_that_worked_once_is_tried_on(slack: Slack, desk: Desk, connection: SocketModeConnection) -> None:
    connection.start()
    first = await slack.connections.get()
    slack.refuses = ["invalid_auth"]
    await first.close()
    await slack.connections.get()
    assert desk.wrong.empty()


async def test_it_can_be_closed_before_anything_answers(desk: Desk) -> None:
    connection = SocketModeConnection("xapp-1", "http://127.0.0.1:9/api/", desk.answer, desk.wrong.put_nowait)
    connection.start()
    await connection.close()
    assert not connection.is_open
