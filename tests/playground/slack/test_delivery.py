"""How commands and events reach an app: over sockets and over signed HTTP, and again when nobody acknowledged."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web as server
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import AppNotListening, Client, Installation, LocalSlack, Workspace
from bot.playground.slack.http_delivery import signed

from .conftest import manifest

Json = dict[str, Any]


@pytest.fixture
async def line(slack: LocalSlack, installed: Installation, web: AsyncWebClient) -> AsyncIterator[Any]:
    """Opens bare WebSockets, past their hello."""
    async with aiohttp.ClientSession() as session:

        async def connect() -> aiohttp.ClientWebSocketResponse:
            url = (await web.apps_connections_open(app_token=installed.app.app_token))["url"]
            socket = await session.ws_connect(url)
            assert (await socket.receive_json())["type"] == "hello"
            return socket

        yield connect


async def test_a_ticket_is_good_for_one_connection(slack: LocalSlack, installed: Installation) -> None:
    url = slack.sockets.ticket(installed.app)
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect(url) as socket:
            assert (await socket.receive_json())["connection_info"]["app_id"] == installed.app.id
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_several_connections_take_turns(line: Any, tom: Client) -> None:
    sockets = [await line(), await line()]
    for _ in range(2):
        for socket in (sockets[1], sockets[0]):
            command = asyncio.create_task(tom.command("/plan", "x"))
            envelope = await socket.receive_json()
            assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
            assert (await command).ok


async def test_there_are_at_most_ten_connections(slack: LocalSlack, installed: Installation, line: Any) -> None:
    sockets = [await line() for _ in range(10)]
    async with aiohttp.ClientSession() as session, session.ws_connect(slack.sockets.ticket(installed.app)) as more:
        assert (await more.receive_json())["reason"] == "too_many_websockets"
    assert not any(socket.closed for socket in sockets)


async def test_nonsense_and_late_acknowledgements_are_refused(slack: LocalSlack, line: Any) -> None:
    socket = await line()
    for text in ("hello?", "[]", json.dumps({"envelope_id": "long gone"})):
        await socket.send_str(text)
    await socket.send_bytes(b"x")
    await slack.until(lambda: len(slack.refusals) == 3)
    assert [refusal.sentence.split(":")[0] for refusal in slack.refusals] == [
        "Not an acknowledgement",
        "Not an acknowledgement",
        "Acknowledged too late, or twice",
    ]


async def test_bolt_comes_back_when_it_is_asked_to(
    slack: LocalSlack, bolt: AsyncApp, installed: Installation, tom: Client
) -> None:
    async def echo(ack: Any) -> None:
        await ack("here")

    bolt.command("/echo")(echo)
    changes: list[str] = []
    slack.on_change(changes.append)
    await slack.sockets.disconnect(installed.app)
    await slack.until(lambda: changes.count("connection") == 2)
    assert (await tom.command("/echo")).answer == {"text": "here"}
    await slack.sockets.drop(installed.app)
    await slack.until(lambda: slack.sockets.connections(installed.app) == 0)


async def test_an_unacknowledged_event_comes_again_at_once_and_after_a_minute_and_five(
    slack: LocalSlack, line: Any, tom: Client
) -> None:
    socket = await line()
    await tom.send("dm", "Hello")
    envelopes = [await socket.receive_json(), await socket.receive_json()]
    for _ in range(2):
        await slack.until(lambda: slack.redeliveries)
        slack.hasten_retries()
        envelopes.append(await socket.receive_json())
    assert [(one["retry_attempt"], one["retry_reason"]) for one in envelopes] == [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
        (3, "timeout"),
    ]
    assert len({one["payload"]["event_id"] for one in envelopes}) == 1
    await socket.send_json({"envelope_id": envelopes[3]["envelope_id"]})
    await slack.settled()
    assert slack.traffic[-1].response is None


async def test_an_event_waits_for_an_app_that_is_away(slack: LocalSlack, line: Any, tom: Client) -> None:
    await tom.send("dm", "Hello")
    await slack.until(lambda: slack.redeliveries and len(slack.traffic) == 2)
    socket = await line()
    slack.hasten_retries()
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert envelope["payload"]["event"]["text"] == "Hello"


async def test_a_home_tab_that_is_not_acknowledged_is_asked_for_again(
    slack: LocalSlack, line: Any, tom: Client
) -> None:
    socket = await line()
    outcome = await tom.open_home()
    assert outcome.failure == "operation_timeout"
    first, second = await socket.receive_json(), await socket.receive_json()
    assert (first["payload"]["event"]["tab"], second["retry_attempt"]) == ("home", 1)


class HttpApp:
    """An app behind a request URL: keeps what it gets, answers what it is told."""

    def __init__(self) -> None:
        self.seen: list[tuple[Json, str]] = []
        self.answer: Json | str = ""
        self.status, self.headers = 200, dict[str, str]()

    async def handle(self, request: server.Request) -> server.Response:
        self.seen.append((dict(request.headers), await request.text()))
        if isinstance(self.answer, dict):
            return server.json_response(self.answer, status=self.status, headers=self.headers)
        return server.Response(text=self.answer, status=self.status, headers=self.headers)


@pytest.fixture
async def http(slack: LocalSlack, acme: Workspace) -> AsyncIterator[tuple[HttpApp, Installation, Client]]:
    app, application = HttpApp(), server.Application()
    application.router.add_post("/slack", app.handle)
    runner = server.AppRunner(application)
    await runner.setup()
    await server.TCPSite(runner, "127.0.0.1", 0).start()
    installed = slack.install(manifest(), acme, request_url=f"http://127.0.0.1:{runner.addresses[0][1]}/slack")
    yield app, installed, slack.as_user(acme, "tom", installed.app)
    await runner.cleanup()


async def test_requests_are_signed_over_their_very_bytes(http: tuple[HttpApp, Installation, Client]) -> None:
    app, installed, tom = http
    app.answer = "Hello"
    assert (await tom.command("/echo", "größer & <x>")).answer == {"text": "Hello"}
    headers, body = app.seen[0]
    stamp = int(headers["X-Slack-Request-Timestamp"])
    assert headers["X-Slack-Signature"] == signed(installed.app.signing_secret, body, stamp)["X-Slack-Signature"]
    assert "text=gr%C3%B6%C3%9Fer" in body


@pytest.mark.parametrize(("status", "failure"), [(500, "dispatch_failed"), (200, "")])
async def test_an_interaction_comes_as_a_form_with_json(
    http: tuple[HttpApp, Installation, Client], status: int, failure: str
) -> None:
    app, _, tom = http
    app.status, app.answer = status, {}
    assert (await tom.shortcut("new")).failure == failure
    assert app.seen[0][1].startswith("payload=%7B%22type%22")


async def test_a_list_as_an_answer_is_taken_as_words(http: tuple[HttpApp, Installation, Client]) -> None:
    app, _, tom = http
    app.answer, app.headers = "[1]", {"Content-Type": "application/json"}
    assert (await tom.shortcut("new")).answer == {"text": "[1]"}


@pytest.mark.parametrize(("headers", "times"), [({}, 4), ({"X-Slack-No-Retry": "1"}, 1)])
async def test_an_event_is_redelivered_with_its_number_unless_the_app_says_no(
    slack: LocalSlack, http: tuple[HttpApp, Installation, Client], headers: dict[str, str], times: int
) -> None:
    app, _, tom = http
    app.status, app.headers = 500, headers
    assert (await tom.open_home()).failure == "dispatch_failed"
    while len(app.seen) < times:
        slack.hasten_retries()
        await slack.state.changes.wait()
    await slack.settled()
    numbers = [(seen.get("X-Slack-Retry-Num"), seen.get("X-Slack-Retry-Reason")) for seen, _ in app.seen]
    assert numbers == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")][:times]


async def test_a_request_url_that_is_gone_or_missing_is_told(
    slack: LocalSlack, acme: Workspace, http: tuple[HttpApp, Installation, Client]
) -> None:
    _, installed, tom = http
    installed.app.request_url = "http://127.0.0.1:9/"
    assert (await tom.command("/echo")).failure == "dispatch_failed"
    silent = slack.install(manifest(socket_mode_enabled=False), acme)
    with pytest.raises(AppNotListening, match="no request URL for interactive"):
        await slack.as_user(acme, "tom", silent.app).shortcut("new")


async def test_the_real_bolt_takes_our_signature_and_not_another(slack: LocalSlack, acme: Workspace) -> None:
    installed = slack.install(manifest(socket_mode_enabled=False), acme)
    client = AsyncWebClient(installed.bot_token, base_url=slack.base_url)
    bolt = AsyncApp(client=client, signing_secret=installed.app.signing_secret)

    async def echo(ack: Any, body: Json) -> None:
        await ack(body["text"])

    bolt.command("/echo")(echo)
    runner = server.AppRunner(bolt.server().web_app)
    await runner.setup()
    await server.TCPSite(runner, "127.0.0.1", 0).start()
    installed.app.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    tom = slack.as_user(acme, "tom", installed.app)
    assert (await tom.command("/echo", "once more")).answer == {"text": "once more"}
    installed.app.signing_secret = "another"
    assert (await tom.command("/echo", "once more")).failure == "dispatch_failed"
    await runner.cleanup()


async def test_one_app_serves_two_workspaces_that_know_nothing_of_each_other(
    slack: LocalSlack, installed: Installation, line: Any
) -> None:
    other = slack.add_workspace("Globex")
    eva = other.add_user("eva")
    second = slack.install(installed.app, other)
    socket = await line()
    command = asyncio.create_task(slack.as_user(other, eva).command("/plan"))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"]})
    assert (await command).ok
    assert envelope["payload"]["team_id"] == other.id
    assert second.bot_token != installed.bot_token
    await slack.settled()
