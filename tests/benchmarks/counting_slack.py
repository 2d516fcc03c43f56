"""A Slack that counts arriving messages by delivery id, as fast as one core can, with faults to order.

Run as a process of its own: it prints its port, and answers `GET /stats` with what it counted and `GET /arrived` with
the number of messages. Its time runs from the first message, or the first one after a `GET /begin`, to the last.
"""

import asyncio
import json
import random
import sys
from collections import Counter, defaultdict, deque
from dataclasses import asdict, dataclass, field
from math import ceil
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import uvloop

from bot.clock import wall_clock

# Answers to methods that are not counted: just enough for the caller.
CANNED: dict[str, dict[str, Any]] = {
    "auth.test": {"team_id": "T00001", "user_id": "U00000", "bot_id": "B00000"},
    "users.info": {"user": {"id": "U00001", "name": "maria", "tz": "Europe/Berlin", "team_id": "T00001"}},
    "views.open": {"view": {"id": "V00001", "hash": "1"}},
    "response": {},
}


@dataclass(frozen=True, slots=True)
class Faults:
    """Shares of posts, each between 0 and 1, and how long a stall and every answer take (seconds).

    `cut` accepts the message and closes the connection; `error` answers 500, half of the time after accepting;
    `stall` accepts and answers too late; `too_many` answers 429. `rate`: messages per second and workspace above which
    it answers 429 anyway, with a burst (None: no limit). `history_every`: seconds between two pages of history that a
    workspace may read, `history_items` the messages on one; 60 and 15 for apps outside Slack's Marketplace.
    """

    cut: float = 0.0
    error: float = 0.0
    stall: float = 0.0
    too_many: float = 0.0
    stall_seconds: float = 2.0
    latency: float = 0.0
    rate: float | None = None
    burst: int = 10
    seed: int = 1
    history_every: float = 0.0
    history_items: int = 100


@dataclass(slots=True)
class Count:
    """The messages that arrived."""

    arrived: Counter[str] = field(default_factory=Counter)
    slots: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    asked: int = 0  # pages of history that were given
    turned: int = 0  # of these, pages after the first
    limited: int = 0  # 429s that our own pace caused
    ts: float = 0.0  # of the last message
    history_at: dict[str, float] = field(default_factory=dict)  # when each workspace may ask for a page
    first: float = 0.0
    last: float = 0.0
    spans: dict[str, tuple[float, float, int]] = field(default_factory=dict)  # by workspace: first, last, how many
    worst_window: int = 0  # most messages to one conversation in any ten seconds
    history: dict[str, list[tuple[str, str]]] = field(default_factory=lambda: defaultdict(list))
    windows: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    buckets: dict[str, tuple[float, float]] = field(default_factory=dict)

    def accept(self, workspace: str, channel: str, delivery_id: str, slot: str, now: float) -> str:
        """Accept a message. Returns its ts."""
        first, _, number = self.spans.get(workspace, (now, now, 0))
        self.spans[workspace] = first, now, number + 1
        self.arrived[delivery_id] += 1
        # Whichever channel and day: a message that also went to a channel, or was planned for two days, is a double.
        self.slots[f"{workspace} {slot.partition(' of ')[0]}"] += 1
        self.ts = max(wall_clock().timestamp(), self.ts + 0.000_01)
        ts = f"{self.ts:.6f}"
        self.history[channel].append((ts, delivery_id))
        window = self.windows[channel]
        window.append(now)
        while window[0] <= now - 10:
            window.popleft()
        self.worst_window = max(self.worst_window, len(window))
        self.first, self.last = self.first or now, now
        return ts

    def allows(self, workspace: str, faults: Faults, now: float) -> bool:
        """Whether the workspace's bucket has room for one more."""
        if faults.rate is None:
            return True
        tokens, at = self.buckets.get(workspace, (float(faults.burst), now))
        tokens = min(float(faults.burst), tokens + (now - at) * faults.rate)
        self.buckets[workspace] = (tokens - 1 if tokens >= 1 else tokens, now)
        return tokens >= 1


class Connection(asyncio.Protocol):
    """One HTTP/1.1 connection, kept alive, one request at a time."""

    def __init__(self, count: Count, faults: Faults, chance: random.Random) -> None:
        self._count = count
        self._faults = faults
        self._chance = chance
        self._buffer = b""
        self._loop = asyncio.get_running_loop()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].decode("latin-1")
            headers = dict(line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
            length = int(headers.get("content-length", 0))
            if len(self._buffer) < end + 4 + length:
                return
            body, self._buffer = self._buffer[end + 4 : end + 4 + length], self._buffer[end + 4 + length :]
            self._serve(head.split(" ", 2)[1], headers, body)

    def _serve(self, target: str, headers: dict[str, str], body: bytes) -> None:
        url = urlsplit(target)
        given: dict[str, Any] = dict(parse_qsl(url.query))
        if body:
            is_json = "json" in headers.get("content-type", "")
            given |= json.loads(body) if is_json else dict(parse_qsl(body.decode()))
        method = url.path.rsplit("/", 1)[-1]
        if method == "chat.postMessage":
            self._post(given, headers.get("authorization", ""))
        elif method == "conversations.open":
            self._answer({"ok": True, "channel": {"id": f"D{given['users']}"}})
        elif method == "conversations.history":
            self._history(given, headers.get("authorization", ""))
        elif method == "stats":
            self._answer(_stats(self._count))
        elif method == "arrived":
            self._answer({"ok": True, "arrived": len(self._count.arrived)})
        elif method == "begin":
            self._count.first = 0.0
            self._answer({"ok": True})
        elif method in CANNED:
            self._answer({"ok": True} | CANNED[method])
        else:
            self._answer({"ok": False, "error": "unknown_method"})

    def _post(self, given: dict[str, Any], workspace: str) -> None:
        count, faults, now = self._count, self._faults, self._loop.time()
        count.requests += 1
        channel, delivery_id = given["channel"], given["metadata"]["event_payload"]["id"]
        channel = f"D{channel}" if channel[0] == "U" else channel
        drawn = self._chance.random()
        if drawn < faults.too_many:
            return self._limit()
        if not count.allows(workspace, faults, now):
            count.limited += 1
            return self._limit()
        drawn -= faults.too_many
        if faults.error and drawn < faults.error / 2:
            return self._answer({"ok": False}, "500 Internal Server Error")
        ts = count.accept(workspace, channel, delivery_id, given["text"], now)
        answer = {"ok": True, "channel": channel, "ts": ts}
        if drawn < faults.error:
            return self._answer({"ok": False}, "500 Internal Server Error")
        if drawn < faults.error + faults.cut:
            self._transport.abort()
        elif drawn < faults.error + faults.cut + faults.stall:
            self._loop.call_later(faults.stall_seconds, self._answer, answer)
        elif faults.latency:
            self._loop.call_later(faults.latency, self._answer, answer)
        else:
            self._answer(answer)
        return None

    def _history(self, given: dict[str, Any], workspace: str) -> None:
        """A page of a conversation since `oldest`, the newest first."""
        count, faults, now = self._count, self._faults, self._loop.time()
        wait = count.history_at.get(workspace, 0.0) - now
        if wait > 0:
            return self._limit(ceil(wait))
        count.history_at[workspace] = now + faults.history_every
        oldest, start = float(given.get("oldest") or 0), int(given.get("cursor") or 0)
        count.asked += 1
        count.turned += start > 0
        items = min(int(given.get("limit") or 100), faults.history_items)
        since = [entry for entry in reversed(count.history.get(given["channel"], ())) if float(entry[0]) > oldest]
        messages = [
            {"ts": ts, "metadata": {"event_type": "delivery", "event_payload": {"id": delivery_id}}}
            for ts, delivery_id in since[start : start + items]
        ]
        cursor = str(start + items) if start + items < len(since) else ""
        return self._answer({"ok": True, "messages": messages, "response_metadata": {"next_cursor": cursor}})

    def _limit(self, seconds: int = 1) -> None:
        again = f"Retry-After: {seconds}\r\n"
        self._answer({"ok": False, "error": "ratelimited"}, "429 Too Many Requests", again)

    def _answer(self, answer: dict[str, Any], status: str = "200 OK", headers: str = "") -> None:
        body = json.dumps(answer).encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        if not self._transport.is_closing():
            self._transport.write(head.encode() + body)


def _stats(count: Count) -> dict[str, Any]:
    return {
        "arrived": len(count.arrived),
        "doubled": sum(times - 1 for times in count.slots.values()),
        "ids": list(count.arrived),
        "slots": list(count.slots),
        "requests": count.requests,
        "asked": count.asked,
        "turned": count.turned,
        "limited": count.limited,
        "worst_window": count.worst_window,
        "took": count.last - count.first,
        "spans": list(count.spans.values()),
    }


async def serve(faults: Faults) -> None:
    """Serve until the process is ended; the first line printed is the port."""
    count, chance = Count(), random.Random(faults.seed)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(count, faults, chance), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)  # noqa: T201 - the parent process reads it
    await server.serve_forever()


def arguments(faults: Faults) -> list[str]:
    """The command that starts this as a process."""
    return [sys.executable, "-m", "tests.benchmarks.counting_slack", json.dumps(asdict(faults))]


if __name__ == "__main__":
    uvloop.run(serve(Faults(**json.loads(sys.argv[1]))))  # it shares two cores with what it measures, and takes less
