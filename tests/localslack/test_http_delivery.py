"""Signed requests to a request URL, sent again when an event was not accepted."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web as server
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, AppNotListening, Client, LocalSlack, SlackWorkspace
from bot.localslack.app.http_delivery import signed

from .conftest import manifest

Json = dict[str, Any]


class HttpApp:
    """An app behind a request URL: keeps what it gets, and answers as it is told."""

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
async def http(slack: LocalSlack, acme: SlackWorkspace) -> AsyncIterator[tuple[HttpApp, AppInstallation, Client]]:
    app, application = HttpApp(), server.Application()
    application.router.add_post("/slack", app.handle)
    runner = server.AppRunner(application)
    await runner.setup()
    await server.TCPSite(runner, "127.0.0.1", 0).start()
    installed = slack.install(manifest(), acme, request_url=f"http://127.0.0.1:{runner.addresses[0][1]}/slack")
    yield app, installed, slack.as_user(acme, "tom", installed.app)
    await runner.cleanup()


async def test_requests_are_signed_over_their_very_bytes(http: tuple[HttpApp, AppInstallation, Client]) -> None:
    app, installed, tom = http
    app.answer = "Hello"
    assert (await tom.command("/echo", "größer & <x>")).answer == {"text": "Hello"}
    headers, body = app.seen[0]
    stamp = int(headers["X-Slack-Request-Timestamp"])
    assert headers["X-Slack-Signature"] == signed(installed.app.signing_secret, body, stamp)["X-Slack-Signature"]
    assert "text=gr%C3%B6%C3%9Fer" in body


@pytest.mark.parametrize(("status", "failure"), [(500, "dispatch_failed"), (200, "")])
async def test_an_interaction_comes_as_a_form_with_json(
    http: tuple[HttpApp, AppInstallation, Client], status: int, failure: str
) -> None:
    app, _, tom = http
    app.status, app.answer = status, {}
    assert (await tom.shortcut("new")).failure == failure
    assert app.seen[0][1].startswith("payload=%7B%22type%22")


async def test_a_list_as_an_answer_is_taken_as_words(http: tuple[HttpApp, AppInstallation, Client]) -> None:
    app, _, tom = http
    app.answer, app.headers = "[1]", {"Content-Type": "application/json"}
    assert (await tom.shortcut("new")).answer == {"text": "[1]"}


async def test_an_answer_that_is_not_the_json_it_says_fails(http: tuple[HttpApp, AppInstallation, Client]) -> None:
    app, _, tom = http
    app.answer, app.headers = "{", {"Content-Type": "application/json"}
    assert (await tom.command("/echo")).failure == "dispatch_failed"


async def test_an_app_that_hangs_up_or_is_too_slow_fails(
    slack: LocalSlack, http: tuple[HttpApp, AppInstallation, Client]
) -> None:
    _, installed, tom = http
    gone, release = asyncio.Event(), asyncio.Event()

    async def behave(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        if gone.is_set():
            await release.wait()
        gone.set()
        writer.close()

    listener = await asyncio.start_server(behave, "127.0.0.1", 0)
    async with listener:
        installed.app.request_url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/"
        assert (await tom.command("/echo")).failure == "dispatch_failed"
        slack.dispatcher.ack_seconds = 0.01
        assert (await tom.command("/echo")).failure == "operation_timeout"
        release.set()


@pytest.mark.parametrize(("headers", "times"), [({}, 4), ({"X-Slack-No-Retry": "1"}, 1)])
async def test_an_event_is_redelivered_with_its_number_unless_the_app_says_no(
    slack: LocalSlack, http: tuple[HttpApp, AppInstallation, Client], headers: dict[str, str], times: int
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
    slack: LocalSlack, acme: SlackWorkspace, http: tuple[HttpApp, AppInstallation, Client]
) -> None:
    _, installed, tom = http
    installed.app.request_url = "http://127.0.0.1:9/"
    assert (await tom.command("/echo")).failure == "dispatch_failed"
    silent = slack.install(manifest(socket_mode_enabled=False), acme)
    with pytest.raises(AppNotListening, match="no request URL for interactive"):
        await slack.as_user(acme, "tom", silent.app).shortcut("new")


async def test_the_real_bolt_takes_our_signature_and_not_another(slack: LocalSlack, acme: SlackWorkspace) -> None:
    installed = slack.install(manifest(socket_mode_enabled=False), acme)
    client = AsyncWebClient(installed.bot_token, base_url=slack.base_url)
    bolt = AsyncApp(name="tests", client=client, signing_secret=installed.app.signing_secret)

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
