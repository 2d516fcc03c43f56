"""Posts a message with a JSON body over a connection of the client's own session, and does nothing else.

The SDK's client takes four times as long for the same call (`make bench`), and aiohttp's own request and response,
created for each call, nearly twice as long. All we need from aiohttp is its connections (their pool, TLS, proxies) and
its HTTP parser, so these are used here without the rest. Anything but a clear yes raises.

This uses parts of aiohttp that are not public, so `pyproject.toml` pins it to one minor release. The test
`test_what_this_leans_on_in_aiohttp` covers each of them: what a connector's `connect` takes beside the request, a
connection's `protocol` with `should_close`, `force_close`, `set_response_params` and `read`, and what `ClientRequest`
takes. The way back is `session.post` with a payload that asks the fence in its `write_with_length`, as it was here
until 2026-11-29.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import aiohttp
import orjson
from aiohttp.client_proto import ResponseHandler
from aiohttp.connector import Connection
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.http_parser import RawResponseMessage
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from bot.slack.fence import Fence

METHOD = "chat.postMessage"
LONGEST_ANSWER = 1024 * 1024  # bytes; Slack's answer has a few thousand, including the message


@dataclass(slots=True)
class _RequestTemplate:
    """Where a client's posts go, and the bytes before the length of each. Made once for each client, since making it
    takes longer than everything done with it.
    """

    request: aiohttp.ClientRequest
    head: bytes = b""  # built once there is a connection: a proxy may need a header of its own


_templates: WeakKeyDictionary[AsyncWebClient, _RequestTemplate] = WeakKeyDictionary()


async def post_message(client: AsyncWebClient, body: Mapping[str, Any], fence: Fence) -> dict[str, Any]:
    """Slack's answer, if it said yes. `fence` is asked right before the first byte is written.

    Raises SlackApiError if it said no or its answer was not JSON, aiohttp's errors if no connection was made or no
    whole answer arrived, and FencedOutError if `fence` stopped the request.
    """
    session, template, content = client.session, _templates.get(client) or _new_template(client), orjson.dumps(body)
    assert session is not None
    async with asyncio.timeout(session.timeout.total):
        connection, protocol = await _connection(session, template.request)
        try:
            message, answer = await _ask(protocol, template, content, fence)
        except BaseException:
            connection.close()  # anything still arriving on it would be taken for the answer to another message
            raise
        connection.release()
    try:
        facts = orjson.loads(answer)
    except ValueError:
        facts = None
    if isinstance(facts, dict) and facts.get("ok") and message.code == 200:
        return facts
    response = AsyncSlackResponse(
        client=client, http_verb="POST", api_url=str(template.request.url), req_args={}, data=facts,
        headers=dict(message.headers), status_code=message.code,
    )  # fmt: skip
    raise SlackApiError("Slack refused.", response)  # type: ignore[no-untyped-call]  # the SDK leaves it untyped


async def _connection(
    session: aiohttp.ClientSession, request: aiohttp.ClientRequest
) -> tuple[Connection, ResponseHandler]:
    """A connection on which nothing unexpected has arrived."""
    assert session.connector is not None
    while True:
        try:
            connection = await session.connector.connect(request, [], session.timeout)
        except TimeoutError as error:
            raise aiohttp.ConnectionTimeoutError from error
        protocol = connection.protocol
        assert protocol is not None
        if not protocol.should_close:
            return connection, protocol
        connection.close()


async def _ask(
    protocol: ResponseHandler, template: _RequestTemplate, content: bytes, fence: Fence
) -> tuple[RawResponseMessage, bytes]:
    template.head = template.head or _head(template.request)
    protocol.set_response_params(read_until_eof=True)
    transport, answer = protocol.transport, b""
    assert transport is not None
    fence.look()  # nothing waits between this and the write
    transport.write(b"%b%d\r\n\r\n%b" % (template.head, len(content), content))
    try:
        message, payload = await protocol.read()
        while message.code < 200:  # Slack, or a proxy, is still working on it
            message, payload = await protocol.read()
        while part := await payload.readany():
            answer += part
            if len(answer) > LONGEST_ANSWER:
                raise aiohttp.ClientPayloadError("the response is too long")
    except HttpProcessingError as error:
        raise aiohttp.ClientPayloadError("the response is not HTTP") from error
    if transport.get_write_buffer_size():  # answered before it was fully sent: the rest would precede the next message
        protocol.force_close()
    return message, answer


def _new_template(client: AsyncWebClient) -> _RequestTemplate:
    request = aiohttp.ClientRequest(
        "POST",
        URL(f"{client.base_url}{METHOD}"),
        headers={"Authorization": f"Bearer {client.token}", "Content-Type": "application/json; charset=utf-8"},
        proxy=URL(client.proxy) if client.proxy else None,
        ssl=client.ssl or True,
    )
    del request.headers["Content-Length"]  # the length of this request, which has no content
    template = _templates[client] = _RequestTemplate(request)
    return template


def _head(request: aiohttp.ClientRequest) -> bytes:
    target = str(request.url) if request.proxy and not request.is_ssl() else request.url.raw_path_qs
    lines = [f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in request.headers.items())]
    if not all(map(str.isprintable, lines)):
        raise ValueError("a line break in a header would begin another one")
    return "\r\n".join((*lines, "Content-Length: ")).encode()
