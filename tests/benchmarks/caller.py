"""Sends an app signed requests over HTTP as Slack does, on one kept connection; its own work is not measured."""

import asyncio
import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from bot.clock import wall_clock
from bot.localslack.app.http_delivery import signed
from tests.benchmarks.servers import SECRET

Form = Mapping[str, str]


def command_form(command: str, text: str, user_id: str, *, team_id: str, trigger: str, respond: str) -> Form:
    """The form of a slash command; `respond` is the URL for the answer."""
    return {
        "team_id": team_id, "team_domain": "bench", "channel_id": "C1", "channel_name": "sales",
        "user_id": user_id, "user_name": user_id.lower(), "command": command, "text": text, "api_app_id": "A1",
        "is_enterprise_install": "false", "trigger_id": trigger, "response_url": respond,
    }  # fmt: skip


class Caller:
    """A client with one keep-alive connection to an app."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def form(self, form: Form) -> float:
        """Send a form, as Slack sends commands and buttons. Returns the seconds until the whole answer has arrived."""
        return await self._send("application/x-www-form-urlencoded", urlencode(form))

    async def event(self, event: Mapping[str, Any]) -> float:
        """Send an event as JSON. Returns the same."""
        return await self._send("application/json", json.dumps(event))

    async def _send(self, kind: str, body: str) -> float:
        if self._streams is None or self._streams[0].at_eof():  # idle for too long, on a busy machine
            self._streams = await asyncio.open_connection("127.0.0.1", self.port)
        reader, writer = self._streams
        headers = {
            "Host": "127.0.0.1", "Content-Type": kind, "Content-Length": str(len(body)),
            "User-Agent": "Slackbot 1.0 (bench)",
        } | signed(SECRET, body, int(wall_clock().timestamp()))  # fmt: skip
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        request = f"POST /slack/events HTTP/1.1\r\n{lines}\r\n{body}".encode()
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        took = time.perf_counter() - began
        assert head.startswith(b"HTTP/1.1 200"), head
        return took

    async def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()
            await self._streams[1].wait_closed()
