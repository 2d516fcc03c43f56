"""The web server says whether we are alive and ready, tells nothing about itself, and takes only what Slack signed."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from multidict import CIMultiDict
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from yarl import URL

from bot.errors import SetupError
from bot.web.guard import LARGEST
from bot.web.server import MetricsServer, Site, WebServer
from bot.web.slack import SlackRoute
from tests.fakes import MovableClock
from tests.web.sites import dispatch_to

SECRET = "signing"


class Readiness:
    def __init__(self) -> None:
        self.parts = {"database": True, "scheduler": True}

    async def __call__(self) -> dict[str, bool]:
        return self.parts


def signed(body: bytes, clock: MovableClock, secret: str = SECRET, ago: float = 0) -> dict[str, str]:
    """The headers that Slack would send with `body`, `ago` seconds ago."""
    stamp = str(int(clock.now.timestamp() - ago))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


@pytest.fixture
def readiness() -> Readiness:
    return Readiness()


@pytest.fixture
async def server(readiness: Readiness, clock: MovableClock) -> AsyncIterator[WebServer]:
    bolt = AsyncApp(name="tests", token="xoxb-1", signing_secret=SECRET, request_verification_enabled=False)
    slack = SlackRoute(dispatch_to(bolt), SECRET, clock).serve
    site = Site(slack=slack, metrics=lambda: b"beats 1\n", metrics_token="m3trics", public_url="https://chair.example")
    server = WebServer("127.0.0.1", 0, readiness, site)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def address(server: WebServer) -> str:
    return "http://{}:{}".format(*server.address)


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(headers={"Host": "chair.example"}) as session:
        yield session


async def status_of(request: Any) -> int:
    async with request as answer:
        return int(answer.status)


async def test_slack_is_answered_about_a_form_while_the_handler_goes_on(clock: MovableClock) -> None:
    bolt = AsyncApp(name="tests", authorize=anybody_asks, signing_secret=SECRET, request_verification_enabled=False)
    go_on, done = asyncio.Event(), asyncio.Event()

    @bolt.view("slow")
    async def slow(ack: AsyncAck) -> None:
        await ack(response_action="clear")
        await go_on.wait()
        await ack(response_action="clear")
        done.set()

    server = WebServer("127.0.0.1", 0, Readiness(), Site(slack=SlackRoute(dispatch_to(bolt), SECRET, clock).serve))
    await server.start()
    form = {
        "type": "view_submission",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "view": {"callback_id": "slow", "type": "modal"},
    }
    body = urlencode({"payload": json.dumps(form)}).encode()
    headers = signed(body, clock) | {"Content-Type": "application/x-www-form-urlencoded"}
    url = "http://{}:{}/slack/events".format(*server.address)
    async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (200, {"response_action": "clear"})
        assert not done.is_set()
    go_on.set()
    await done.wait()
    await server.stop()


async def anybody_asks() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1")


async def test_it_is_alive(address: str, http: aiohttp.ClientSession) -> None:
    assert await status_of(http.get(f"{address}/healthz", headers={"Host": "10.0.0.1"})) == 200


@pytest.mark.parametrize(("ready", "status"), [(True, 200), (False, 503)])
async def test_it_is_ready_with_all_its_parts(
    address: str, http: aiohttp.ClientSession, readiness: Readiness, ready: bool, status: int
) -> None:
    readiness.parts["scheduler"] = ready
    async with http.get(f"{address}/readyz") as answer:
        assert answer.status == status
        assert ("scheduler: not ready" in await answer.text()) is not ready


async def test_what_slack_signed_is_let_in(address: str, http: aiohttp.ClientSession, clock: MovableClock) -> None:
    body = b'{"type": "url_verification", "challenge": "abc"}'
    headers = signed(body, clock) | {"Content-Type": "application/json"}
    async with http.post(f"{address}/slack/events", data=body, headers=headers) as answer:
        assert (answer.status, "abc" in await answer.text()) == (200, True)


async def test_nothing_else_is(address: str, http: aiohttp.ClientSession, clock: MovableClock) -> None:
    body = b"command=%2Fselfcheck"
    good = signed(body, clock)
    stamp, signature = good["X-Slack-Request-Timestamp"], good["X-Slack-Signature"]
    wrong: dict[str, dict[str, str]] = {
        "unsigned": {},
        "forged": signed(body, clock, "another secret"),
        "replayed": signed(body, clock, ago=301),
        "from the future": signed(body, clock, ago=-301),
        "truncated": good | {"X-Slack-Signature": signature[:-1]},
        "empty": good | {"X-Slack-Signature": ""},
        "no version": good | {"X-Slack-Signature": signature.removeprefix("v0=")},
        "of another body": signed(b"command=%2Fhelp", clock),
        "not ascii": good | {"X-Slack-Signature": "v0=\u00e9\u00e9"},
        "no number": good | {"X-Slack-Request-Timestamp": "now"},
        "a long number": good | {"X-Slack-Request-Timestamp": "9" * 400},
        "a negative number": good | {"X-Slack-Request-Timestamp": f"-{stamp}"},
        "an odd digit": good | {"X-Slack-Request-Timestamp": "\u0661"},
        "without time": {"X-Slack-Signature": signature},
    }
    for what, headers in wrong.items():
        assert await status_of(http.post(f"{address}/slack/events", data=body, headers=headers)) == 401, what
    assert await status_of(http.post(f"{address}/slack/events", data=b"ssl_check=1&token=x")) == 401


@pytest.mark.parametrize(
    ("headers", "data", "status"),
    [
        ({}, BytesIO(b"x" * (LARGEST + 1)), 413),
        ({}, BytesIO(b"x" * 20 * 1024 * 1024), 413),
        ({"Content-Encoding": "gzip"}, b"x", 415),
        (CIMultiDict([("Content-Encoding", ""), ("Content-Encoding", "gzip")]), b"x", 415),
    ],
    ids=["just too large", "20 MB", "packed", "packed, by the second of two headers"],
)
async def test_bodies_that_cost_much_are_not_read(
    address: str, http: aiohttp.ClientSession, headers: Mapping[str, str], data: Any, status: int
) -> None:
    try:
        assert await status_of(http.post(f"{address}/slack/events", data=data, headers=headers)) == status
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError):
        assert status == 413, "cut off while it was still sending"


@pytest.mark.parametrize("host", ["evil.example", "chair.example.evil.example", "chair.example:8080", ""])
async def test_another_host_is_refused(address: str, http: aiohttp.ClientSession, host: str) -> None:
    assert await status_of(http.get(f"{address}/", headers={"Host": host})) in {400, 421}
    headers = {"Host": host, "X-Forwarded-Host": "chair.example"}
    assert await status_of(http.get(f"{address}/metrics", headers=headers)) in {400, 421}


@pytest.mark.parametrize(
    "path",
    ["/slack/events", "/nowhere", "/../etc/passwd", "//slack/events", "/%00", "/style.css/..%2f", "/slack/%2e%2e"],
)
async def test_other_paths_and_methods_say_nothing(address: str, http: aiohttp.ClientSession, path: str) -> None:
    for method in ("GET", "PUT", "DELETE", "OPTIONS", "TRACE", "POST"):
        async with http.request(method, URL(f"{address}{path}", encoded=True)) as answer:
            text = await answer.text()
            assert 400 <= answer.status < 500, (method, path)
            assert len(text) < 40
            assert "aiohttp" not in f"{text} {answer.headers}"


async def test_every_answer_wears_its_headers_and_tells_no_version(address: str, http: aiohttp.ClientSession) -> None:
    for path in ("/healthz", "/nowhere", "/metrics"):
        async with http.get(f"{address}{path}") as answer:
            assert answer.headers["Server"] == "second-chair"
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Strict-Transport-Security"]
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "sent",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: chair.example\r\nA: " + b"x" * 20_000 + b"\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: chair.example\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: chair.example\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: chair.example\r\nBad Header: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00",
    ],
)
async def test_what_is_no_http_is_answered_in_one_line(server: WebServer, sent: bytes) -> None:
    reader, writer = await asyncio.open_connection(*server.address)
    writer.write(sent)
    writer.write_eof()
    answer = await reader.read()
    writer.close()
    assert b"aiohttp" not in answer
    assert b"Traceback" not in answer
    assert not answer or answer.startswith((b"HTTP/1.1 4", b"HTTP/1.0 4"))


async def test_metrics_are_for_the_person_who_knows_the_token(address: str, http: aiohttp.ClientSession) -> None:
    assert await status_of(http.get(f"{address}/metrics")) == 401
    assert await status_of(http.get(f"{address}/metrics", headers={"Authorization": "Bearer nope"})) == 401
    async with http.get(f"{address}/metrics", headers={"Authorization": "Bearer m3trics"}) as answer:
        assert (answer.status, await answer.read()) == (200, b"beats 1\n")


async def test_metrics_can_have_a_port_of_their_own(http: aiohttp.ClientSession) -> None:
    server = MetricsServer("127.0.0.1", 0, lambda: b"beats 1\n", Readiness())
    await server.start()
    async with http.get("http://{}:{}/metrics".format(*server.address)) as answer:
        assert (answer.status, await answer.read()) == (200, b"beats 1\n")
    for path in ("healthz", "readyz"):
        assert await status_of(http.get("http://{}:{}/{}".format(*server.address, path))) == 200
    with pytest.raises(SetupError, match="with HOST and METRICS_PORT"):
        await MetricsServer(*server.address, bytes, Readiness()).start()
    await server.stop()


async def test_a_server_that_never_started_stops_quietly() -> None:
    await WebServer("127.0.0.1", 0, Readiness()).stop()
    await MetricsServer("127.0.0.1", 0, bytes, Readiness()).stop()
