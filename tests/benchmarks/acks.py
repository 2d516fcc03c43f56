"""Measures how soon Slack gets our acknowledgement, compared with a bare Bolt app whose handlers only acknowledge."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from bot.clock import wall_clock
from bot.localslack.app.http_delivery import signed
from bot.storage.base.cipher import new_key
from tests.benchmarks.counting_slack import Faults
from tests.benchmarks.figures import Figure, at_most
from tests.benchmarks.ground import Slack, slack_process
from tests.benchmarks.servers import SECRET, bare_bolt, second_chair
from tests.databases import Postgres

COMMANDS = {"help": ("/secondchair", "help"), "selfcheck": ("/selfcheck", "")}
AT_ONCE = 5  # people of one app who type in the same moment
PAUSE = 0.01  # seconds between two requests; with those to the other apps enough for all that follows an ack
WARMING = 5


class Caller:
    """A client with one keep-alive connection to an app; its own work does not count."""

    def __init__(self, port: int, slack: Slack) -> None:
        self._port = port
        self._slack = slack
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def call(self, kind: str) -> float:
        """Type a slash command. Returns the seconds until the whole answer has arrived."""
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        request = self._request(kind)
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

    def _request(self, kind: str) -> bytes:
        command, text = COMMANDS[kind]
        body = urlencode({
            "team_id": "T00001", "team_domain": "bench", "channel_id": "C00001", "channel_name": "sales",
            "user_id": "U00001", "user_name": "maria", "command": command, "text": text, "api_app_id": "A00001",
            "is_enterprise_install": "false", "trigger_id": uuid4().hex, "response_url": f"{self._slack.url}response",
        })  # fmt: skip
        headers = {
            "Host": "127.0.0.1", "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(body)), "User-Agent": "Slackbot 1.0 (bench)",
        } | signed(SECRET, body, int(wall_clock().timestamp()))  # fmt: skip
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST /slack/events HTTP/1.1\r\n{lines}\r\n{body}".encode()


Times = dict[tuple[str, str, int], list[float]]


async def acks(requests: int, postgres: Postgres) -> list[Figure]:
    """Both commands, one at a time and some at once, on the bare app and on ours, in turns within one run."""
    async with _apps(postgres) as apps:
        found: Times = {}
        for each in range(requests + WARMING):
            for kind in COMMANDS:
                for at_once in (1, AT_ONCE):
                    if at_once > 1 and each % AT_ONCE:
                        continue  # as many requests of each sort
                    for app, callers in apps.items():
                        took = await asyncio.gather(*(caller.call(kind) for caller in callers[:at_once]))
                        if each >= WARMING:
                            found.setdefault((app, kind, at_once), []).extend(took)
                        await asyncio.sleep(PAUSE)
    return [figure for kind in COMMANDS for at_once in (1, AT_ONCE) for figure in _figures(found, kind, at_once)]


@asynccontextmanager
async def _apps(postgres: Postgres) -> AsyncIterator[dict[str, list[Caller]]]:
    async with AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="second-chair-acks-"))
        slack = await stack.enter_async_context(slack_process(Faults()))
        urls = {"SQLite": f"sqlite:///{folder}/acks.sqlite3", "PostgreSQL": postgres.url(await postgres.create())}
        starting: dict[str, Any] = {"bare": bare_bolt(slack.url)}
        starting |= {name: second_chair(url, slack.url, new_key()) for name, url in urls.items()}
        servers = await asyncio.gather(*(stack.enter_async_context(one) for one in starting.values()))
        ports = {name: server.port for name, server in zip(starting, servers, strict=True)}
        apps = {name: [Caller(port, slack) for _ in range(AT_ONCE)] for name, port in ports.items()}
        for caller in (each for callers in apps.values() for each in callers):
            stack.push_async_callback(caller.close)
        yield apps


def _figures(found: Times, kind: str, at_once: int) -> list[Figure]:
    command = " ".join(COMMANDS[kind]).strip()
    how = f"{command}, {at_once} at once" if at_once > 1 else command
    bare = found["bare", kind, at_once]
    figures = [
        Figure(f"ack of {how}, bare Bolt app, p50", _leases(bare, 0.5) * 1000, "ms"),
        Figure(f"ack of {how}, bare Bolt app, p99", _leases(bare, 0.99) * 1000, "ms"),
    ]
    for name in ("SQLite", "PostgreSQL"):
        ours = found[name, kind, at_once]
        figures.append(
            Figure(f"ack of {how}, {name}, p50 of the bare app's", _leases(ours, 0.5) / _leases(bare, 0.5), "ratio")
        )
        figures.append(
            at_most(f"ack of {how}, {name}, p99 of the bare app's", _leases(ours, 0.99) / _leases(bare, 0.99), 2)
        )
    return figures


def _leases(times: list[float], leases: float) -> float:
    return sorted(times)[int(len(times) * leases)]
