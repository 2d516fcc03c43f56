"""Slow clients, on real sockets: each is cut off in bounded time, and others are served in the meantime."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.web.guard import Patience
from bot.web.server import Site, WebServer
from bot.web.slack import SlackRoute
from tests.fakes import MovableClock
from tests.web.sites import dispatch_to

SHORT = Patience(head=0.3, body=0.3, leaving=0.1, answer=0.3, connections=20)
DRIP = 0.02
HEAD = b"GET /healthz HTTP/1.1\r\nHost: chair.example\r\n"
POST = b"POST /slack/events HTTP/1.1\r\nHost: chair.example\r\nContent-Length: 100000\r\n\r\n"


class Client:
    """A client that controls its connection byte by byte."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.heard = b""

    async def drip(self, what: bytes) -> bytes:
        """Send `what` over and over, a byte at a time, until cut off. Returns the answer."""
        with suppress(ConnectionError):
            while not self.reader.at_eof():
                for byte in what:
                    self.writer.write(bytes((byte,)))
                    await self.writer.drain()
                    with suppress(TimeoutError):
                        self.heard += await asyncio.wait_for(self.reader.read(1000), DRIP)
        return self.heard

    async def until_cut(self) -> bytes:
        """Stay silent until cut off. Returns the answer."""
        with suppress(ConnectionError):
            self.heard += await self.reader.read()
        return self.heard


Connect = Callable[[bytes], Awaitable[Client]]


@pytest.fixture
async def server(clock: MovableClock) -> AsyncIterator[WebServer]:
    async def ready() -> dict[str, bool]:
        return {}

    async def large(_request: web.Request) -> web.Response:
        return web.Response(body=b"x" * 100_000)

    bolt = AsyncApp(name="tests", token="xoxb-1", signing_secret="s", request_verification_enabled=False)
    site = Site(slack=SlackRoute(dispatch_to(bolt), "s", clock, SHORT).serve, pages={"/large": large}, patience=SHORT)
    server = WebServer("127.0.0.1", 0, ready, site)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def connect(server: WebServer) -> AsyncIterator[Connect]:
    """Opens a connection and sends something on it; all are closed at the end.

    What it sends is there before the server first looks at the connection, so that a timeout which starts then never
    ends earlier, however slow this machine is.
    """
    clients = []

    async def connect(said: bytes) -> Client:
        raw = socket.create_connection(server.address)
        raw.sendall(said)
        clients.append(Client(*await asyncio.open_connection(sock=raw)))
        return clients[-1]

    yield connect
    for client in clients:
        client.writer.close()


async def others_are_served(connect: Connect) -> None:
    """Somebody else is served, three times."""
    for _ in range(3):
        other = await connect(HEAD + b"Connection: close\r\n\r\n")
        assert (await other.until_cut()).startswith(b"HTTP/1.1 200")


async def test_a_head_in_drips_is_cut_off(connect: Connect) -> None:
    client = await connect(HEAD)
    dripping = asyncio.create_task(client.drip(b"X-A: b\r\n"))
    await others_are_served(connect)
    assert await dripping == b"", "no answer to what was never asked"


async def test_a_head_that_goes_on_and_on_is_refused(connect: Connect) -> None:
    lines = b"".join(b"X-%d: b\r\n" % number for number in range(SHORT.lines + 10))
    client = await connect(HEAD + lines + b"\r\n")
    assert (await client.until_cut()).startswith((b"HTTP/1.0 400", b"HTTP/1.1 400"))
    await others_are_served(connect)


async def test_a_body_in_drips_is_cut_off(connect: Connect) -> None:
    client = await connect(POST)
    dripping = asyncio.create_task(client.drip(b"payload="))
    await others_are_served(connect)
    assert (await dripping).startswith(b"HTTP/1.1 408")


async def test_a_body_that_nobody_reads_is_cut_off(connect: Connect) -> None:
    client = await connect(POST.replace(b"/slack/events", b"/nowhere"))
    dripping = asyncio.create_task(client.drip(b"payload="))
    await others_are_served(connect)
    assert (await dripping).startswith(b"HTTP/1.1 404")


async def test_a_connection_that_is_kept_and_not_used_is_closed(connect: Connect) -> None:
    client = await connect(HEAD + b"\r\n")
    answered = await client.until_cut()
    assert answered.startswith(b"HTTP/1.1 200")
    assert answered.count(b"HTTP/1.1") == 1


async def test_one_who_never_reads_is_cut_off(server: WebServer, connect: Connect) -> None:
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, server.address)
    asking = HEAD.replace(b"/healthz", b"/large") + b"\r\n"
    with suppress(ConnectionError):
        while True:
            await asyncio.get_running_loop().sock_sendall(raw, asking)
    raw.close()
    await others_are_served(connect)


@pytest.mark.parametrize("said", [b"", HEAD, POST], ids=["silent", "half a head", "half a body"])
async def test_many_who_only_hold_a_connection_keep_nobody_out(
    connect: Connect, said: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    many = [await connect(said) for _ in range(SHORT.connections * 3)]
    await others_are_served(connect)
    await asyncio.gather(*(client.until_cut() for client in many))
    await others_are_served(connect)
    assert "web.failed" not in capsys.readouterr().out, "nor do they fill the log with errors"


def test_the_real_patience_is_bounded() -> None:
    real = Patience()
    assert max(real.head, real.body, real.leaving, real.answer) <= 20.0
    assert real.connections * 2 <= 1024, "many systems give a process 1,024 files, and it has others to open"
