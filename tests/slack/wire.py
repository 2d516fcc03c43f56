"""A server that speaks bytes, for whatever a real Slack, or a proxy in front of it, may answer."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
from aiohttp.client_proto import ResponseHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.fence import Fence
from bot.slack.posting import post_message

YES = b'{"ok": true}'
Answer = bytes | tuple[bytes, ...]  # a tuple in several writes


def says(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    """An answer as it goes over the wire."""
    lines = (f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", "")
    return "\r\n".join(lines).encode() + body


OK = says(YES)


class Wire:
    """Keeps the headers of the requests, and gives the next answer to each. It closes the connection after the last;
    `silent` keeps it open and says nothing more.
    """

    def __init__(self, *answers: Answer, silent: bool = False, reads: bool = True) -> None:
        self.answers = list(answers)
        self.heads: list[str] = []
        self.connections = 0
        self.asked, self.closed = asyncio.Event(), asyncio.Event()
        self.address = ""
        self.writers: list[asyncio.StreamWriter] = []
        self._silent, self._reads = silent, reads

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        self.connections += 1
        self.writers.append(writer)
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while self.answers or self._silent:
                await self._hear(reader)
                for part in self._next():
                    writer.write(part)
                    await writer.drain()
                    await asyncio.sleep(0)
        writer.close()
        self.closed.set()

    def _next(self) -> tuple[bytes, ...]:
        answer = self.answers.pop(0) if self.answers else b""
        return answer if isinstance(answer, tuple) else (answer,)

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        self.heads.append(head)
        if self._reads and "Content-Length: " in head:
            await reader.readexactly(int(head.rpartition("Content-Length: ")[2]))
        self.asked.set()


@asynccontextmanager
async def client_of(
    wire: Wire, *, secure: ssl.SSLContext | None = None, seconds: float = 20.0, **options: Any
) -> AsyncIterator[AsyncWebClient]:
    """A client of the wire, over TLS with `secure`. With `proxy`, its user name, the wire acts as that proxy."""
    server = await asyncio.start_server(wire.serve, "127.0.0.1", 0, ssl=secure)
    wire.address = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    if "proxy" in options:
        options["proxy"] = f"http://{options['proxy']}@{wire.address}"
    url = f"http{'s' if secure else ''}://{wire.address}/api/"
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session:
        given: dict[str, Any] = {"token": "xoxb-1", "base_url": url, "session": session} | options
        yield AsyncWebClient(**given)
    for writer in wire.writers:
        writer.close()
    server.close()


async def posted(client: AsyncWebClient, text: str = "Hello") -> dict[str, Any]:
    """What is answered to one post."""
    return await post_message(client, {"text": text}, Fence(lambda: True))


def waiting(client: AsyncWebClient) -> list[ResponseHandler]:
    """The idle connections that wait for the next post; none may be in use."""
    assert client.session is not None
    connector: Any = client.session.connector
    assert not connector._acquired
    return [protocol for kept in connector._conns.values() for protocol, _ in kept]
