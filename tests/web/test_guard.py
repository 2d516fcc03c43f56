"""Room for others when every connection is taken, and answers that tell nothing where a request fails."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.web.guard import Patience
from bot.web.server import Site, WebServer

ROOM = 3
Say = Callable[[bytes], Awaitable[asyncio.StreamReader]]


class Held:
    """A page that answers once it is let go."""

    def __init__(self) -> None:
        self.asked = asyncio.Semaphore(0)
        self.let_go = asyncio.Event()

    async def serve(self, _request: web.Request) -> web.Response:
        self.asked.release()
        await self.let_go.wait()
        return web.Response(text="held")


@pytest.fixture
async def held() -> Held:
    return Held()


@pytest.fixture
async def server(held: Held) -> AsyncIterator[WebServer]:
    async def ready() -> dict[str, bool]:
        return {}

    async def fails(_request: web.Request) -> web.Response:
        raise ConnectionRefusedError

    pages = {"/held": held.serve, "/calendar/{secret}.ics": fails}
    server = WebServer("127.0.0.1", 0, ready, Site(pages=pages, patience=Patience(connections=ROOM)))
    await server.start()
    yield server
    held.let_go.set()
    await server.stop()


@pytest.fixture
async def say(server: WebServer) -> AsyncIterator[Say]:
    """Sends something on a new connection; all are closed at the end."""
    writers = []

    async def say(sent: bytes) -> asyncio.StreamReader:
        reader, writer = await asyncio.open_connection(*server.address)
        writers.append(writer)
        writer.write(sent)
        return reader

    yield say
    for writer in writers:
        writer.close()


def asking(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: chair.example\r\nConnection: close\r\n\r\n".encode()


async def test_where_all_is_taken_who_kept_us_waiting_longest_makes_room(say: Say, held: Held) -> None:
    busy = await say(asking("/held"))
    await held.asked.acquire()
    silent, half = await say(b""), await say(asking("/held")[:-2])
    assert (await (await say(asking("/healthz"))).read()).startswith(b"HTTP/1.1 200")
    assert await silent.read() == b""
    held.let_go.set()
    assert (await busy.read()).endswith(b"held"), "nobody waits for this one but we ourselves"
    assert not half.at_eof()


async def test_where_all_are_at_work_a_new_one_is_turned_away_quietly(
    say: Say, held: Held, caplog: pytest.LogCaptureFixture
) -> None:
    busy = [await say(asking("/held")) for _ in range(ROOM)]
    for _ in busy:
        await held.asked.acquire()
    one_more = await say(asking("/healthz"))
    with suppress(ConnectionResetError):
        assert await one_more.read() == b""
    held.let_go.set()
    assert [(await reader.read())[-4:] for reader in busy] == [b"held"] * ROOM
    assert (await (await say(asking("/healthz"))).read()).startswith(b"HTTP/1.1 200")
    assert caplog.messages == [], "many may be turned away"


async def test_what_fails_is_a_reference_and_no_secret_in_the_log(say: Say) -> None:
    with capture_logs() as lines:
        answer = await (await say(asking("/calendar/T1.s3cret.ics"))).read()
    (line,) = [line for line in lines if line["event"] == "web.failed"]
    assert re.fullmatch("[0-9a-f]{8}", line["reference"])
    assert answer.startswith(b"HTTP/1.1 500")
    assert answer.endswith(f"\r\n\r\nThat did not work. The reference is {line['reference']}.\n".encode())
    assert "s3cret" not in str(lines)


async def test_the_answer_to_what_is_no_http_tells_no_version(say: Say) -> None:
    head = (await (await say(b"GET / HTTP/9.9\r\n\r\n")).readuntil(b"\r\n\r\n")).decode().lower()
    assert "\r\nserver: second-chair\r\n" in head
