"""The fence: a post that may no longer leave is stopped at anything it waits for on its way out."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.block_kit import Message, section
from bot.domain.deliveries import Delivery
from bot.slack.fence import Fence, FencedOutError
from bot.slack.messenger import Messenger
from bot.slack.outcomes import HeldBack, NotMade, Sent

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DELIVERY = Delivery("d1", "T1", "U1", "hello", "", on=NOW.date(), due_at=NOW)
MESSAGE = Message("Hello", (section("Hello"),))
PATIENCE = aiohttp.ClientTimeout(total=60)


class Waits:
    """Something to wait for: `begun` says that somebody is waiting, `over` lets them go on."""

    def __init__(self) -> None:
        self.begun, self.over = asyncio.Event(), asyncio.Event()

    async def wait(self) -> None:
        """Wait until `over`."""
        self.begun.set()
        await self.over.wait()


class SlowResolver(AbstractResolver):
    """Finds every host on this machine, after a wait."""

    def __init__(self, waits: Waits) -> None:
        self._waits = waits

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        await self._waits.wait()
        return [{"hostname": host, "host": "127.0.0.1", "port": port, "family": family, "proto": 0, "flags": 0}]

    async def close(self) -> None:
        """Nothing is open."""


class Slack:
    """Accepts posts, and hands out clients; `answers` come first, then everything is ok."""

    def __init__(self) -> None:
        self.port = 0
        self.arrived: list[str] = []
        self.answers: list[dict[str, Any]] = []
        self.before_token: list[Callable[[], Awaitable[object]]] = []
        self.before_answer: Callable[[], Awaitable[object]] | None = None
        self.session: aiohttp.ClientSession | None = None
        self._tokens = 0

    async def handle(self, request: web.Request) -> web.Response:
        """One post."""
        self.arrived.append((await request.json())["metadata"]["event_payload"]["id"])
        if self.before_answer is not None:
            await self.before_answer()
        answer = self.answers.pop(0) if self.answers else {"ok": True, "channel": "D1", "ts": "1.2"}
        return web.json_response(answer)

    def known(self, _workspace_id: str) -> None:
        """None: each post asks for its token."""

    async def of(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient:  # noqa: ARG002 - as `ClientSource`
        """A client, each with a newer token."""
        if self.before_token:
            await self.before_token.pop(0)()
        self._tokens += 1
        base_url = f"http://slack.test:{self.port}/api/"
        return AsyncWebClient(f"xoxb-{self._tokens}", base_url=base_url, session=self.session, retry_handlers=[])


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    slack = Slack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.port = runner.addresses[0][1]
    yield slack
    if slack.session is not None:
        await slack.session.close()
    await runner.cleanup()


def session_over(resolver: SlowResolver) -> aiohttp.ClientSession:
    """A session that finds its hosts with this resolver."""
    return aiohttp.ClientSession(timeout=PATIENCE, connector=aiohttp.TCPConnector(resolver=resolver))


@pytest.mark.parametrize("allowed", range(6))
async def test_every_try_looks_again_before_its_first_byte(slack: Slack, allowed: int) -> None:
    """Three requests, because of an outdated token and blocks that Slack cannot read, with two checks each."""
    slack.session = session_over(SlowResolver(over()))
    slack.answers = [{"ok": False, "error": "token_expired"}, {"ok": False, "error": "invalid_blocks"}]
    looks = 0

    def may_leave() -> bool:
        nonlocal looks
        looks += 1
        return looks <= allowed

    assert await Messenger(slack).post(DELIVERY, MESSAGE, may_leave) == HeldBack()
    assert slack.arrived == ["d1"] * (allowed // 2)


def over() -> Waits:
    """A wait that is already over."""
    waits = Waits()
    waits.over.set()
    return waits


@pytest.mark.parametrize(
    ("fenced", "arrived"),
    [pytest.param(True, 0, id="fenced"), pytest.param(False, 1, id="control: no fence, it leaves")],
)
async def test_a_post_that_waits_for_its_connection_to_be_made(
    slack: Slack, monkeypatch: pytest.MonkeyPatch, fenced: bool, arrived: int
) -> None:
    waits = Waits()
    _take_down(monkeypatch, fenced=fenced)
    slack.session = session_over(SlowResolver(waits))
    await _close_while_waiting(slack, waits)
    assert len(slack.arrived) == arrived


@pytest.mark.parametrize(
    ("fenced", "arrived"),
    [pytest.param(True, 1, id="fenced"), pytest.param(False, 2, id="control: no fence, it leaves")],
)
async def test_a_post_that_waits_for_a_free_connection(
    slack: Slack, monkeypatch: pytest.MonkeyPatch, fenced: bool, arrived: int
) -> None:
    """The only connection carries somebody else's post until the fence is closed."""
    _take_down(monkeypatch, fenced=fenced)
    other = Waits()
    connector = aiohttp.TCPConnector(limit=1, resolver=SlowResolver(over()))
    slack.session = aiohttp.ClientSession(timeout=PATIENCE, connector=connector)
    slack.before_answer = other.wait
    first = asyncio.create_task(Messenger(slack).post(DELIVERY, MESSAGE, lambda: True))
    await other.begun.wait()
    closed = False
    second = asyncio.create_task(Messenger(slack).post(DELIVERY, MESSAGE, lambda: not closed))
    while not connector._waiters:  # noqa: ASYNC110 - aiohttp does not announce it
        await asyncio.sleep(0)
    closed = True
    other.over.set()
    assert await first == Sent("D1", "1.2")
    await second
    assert len(slack.arrived) == arrived


def _take_down(monkeypatch: pytest.MonkeyPatch, *, fenced: bool) -> None:
    if not fenced:
        monkeypatch.setattr(Fence, "look", lambda _: None)


async def test_a_connection_that_is_not_made_in_time_carried_nothing(slack: Slack) -> None:
    patience = aiohttp.ClientTimeout(connect=0.01)
    slack.session = aiohttp.ClientSession(
        timeout=patience, connector=aiohttp.TCPConnector(resolver=SlowResolver(Waits()))
    )
    assert await Messenger(slack).post(DELIVERY, MESSAGE, lambda: True) == NotMade("ConnectionTimeoutError")


async def test_who_waits_no_more_for_a_connection_keeps_none(slack: Slack) -> None:
    waits = Waits()
    slack.session = session_over(SlowResolver(waits))
    posting = asyncio.create_task(Messenger(slack).post(DELIVERY, MESSAGE, lambda: True))
    await waits.begun.wait()
    posting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await posting
    connector: Any = slack.session.connector
    assert not connector._acquired
    assert not connector._conns
    assert not slack.arrived


async def test_a_post_that_waits_for_its_token(slack: Slack) -> None:
    waits = Waits()
    slack.session = aiohttp.ClientSession(timeout=PATIENCE)
    slack.before_token = [waits.wait]
    assert await _close_while_waiting(slack, waits) == HeldBack()
    assert not slack.arrived


async def _close_while_waiting(slack: Slack, waits: Waits) -> object:
    closed = False
    posting = asyncio.create_task(Messenger(slack).post(DELIVERY, MESSAGE, lambda: not closed))
    await waits.begun.wait()
    closed = True
    waits.over.set()
    return await posting


async def test_a_token_that_does_not_come_in_five_seconds_keeps_the_post_here(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, asked = asyncio.get_running_loop(), list[float]()
    call_at = loop.call_at

    def over_at_once(when: float, callback: Callable[..., object], *args: Any, **options: Any) -> asyncio.TimerHandle:
        asked.append(when)
        return call_at(100.0, callback, *args, **options)

    monkeypatch.setattr(loop, "time", lambda: 100.0)
    monkeypatch.setattr(loop, "call_at", over_at_once)
    slack.before_token = [Waits().wait]
    assert await Messenger(slack).post(DELIVERY, MESSAGE, lambda: True) == NotMade("no token")
    assert asked == [105.0]


def test_a_fence_that_is_closed_raises() -> None:
    Fence(lambda: True).look()
    with pytest.raises(FencedOutError):
        Fence(lambda: False).look()
