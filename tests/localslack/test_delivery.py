"""How commands and events reach an app over its sockets, and come again when nobody acknowledges."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, Client, LocalSlack

Json = dict[str, Any]


@pytest.fixture
async def line(slack: LocalSlack, installed: AppInstallation, web: AsyncWebClient) -> AsyncIterator[Any]:
    """Opens bare WebSockets, past their hello."""
    async with aiohttp.ClientSession() as session:

        async def connect() -> aiohttp.ClientWebSocketResponse:
            url = (await web.apps_connections_open(app_token=installed.app.app_token))["url"]
            socket = await session.ws_connect(url)
            assert (await socket.receive_json())["type"] == "hello"
            return socket

        yield connect


async def test_a_ticket_is_good_for_one_connection(slack: LocalSlack, installed: AppInstallation) -> None:
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


async def test_there_are_at_most_ten_connections(slack: LocalSlack, installed: AppInstallation, line: Any) -> None:
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
    slack: LocalSlack, bolt: AsyncApp, installed: AppInstallation, tom: Client
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
    slack: LocalSlack, impatient: None, line: Any, tom: Client
) -> None:
    socket = await line()
    await tom.send("dm", "Hello")
    envelopes = [await socket.receive_json(), await socket.receive_json()]
    for seconds in (0.01, 60.0):  # the last one is acknowledged
        await slack.until(lambda: slack.redeliveries)
        slack.dispatcher.ack_seconds = seconds
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


async def test_a_home_tab_that_is_not_acknowledged_is_asked_for_again(impatient: None, line: Any, tom: Client) -> None:
    socket = await line()
    outcome = await tom.open_home()
    assert outcome.failure == "operation_timeout"
    first, second = await socket.receive_json(), await socket.receive_json()
    assert (first["payload"]["event"]["tab"], second["retry_attempt"]) == ("home", 1)


async def test_words_with_an_acknowledgement_are_words(line: Any, tom: Client) -> None:
    socket = await line()
    command = asyncio.create_task(tom.command("/echo"))
    envelope = await socket.receive_json()
    await socket.send_json({"envelope_id": envelope["envelope_id"], "payload": "Hello"})
    assert (await command).answer == {"text": "Hello"}
    assert [message.text for message in tom.ephemerals()] == ["Hello"]


async def test_one_app_serves_two_workspaces_that_know_nothing_of_each_other(
    slack: LocalSlack, installed: AppInstallation, line: Any
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
