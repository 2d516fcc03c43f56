"""Posting an event to a real server on this machine: what is sent, what counts as taken, and what leads inside."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.resolver import ThreadedResolver

from bot.webhooks import sender
from bot.webhooks.sender import HttpSender, checked_address
from tests.calendar.feeds import HERE, Names


class Receiver:
    """A server that keeps what it is sent, and answers with the status in the path."""

    def __init__(self) -> None:
        self.came: list[tuple[str, dict[str, str | None]]] = []
        self.port = 0

    async def take(self, request: web.Request) -> web.Response:
        names = ("Content-Type", "User-Agent", "webhook-id", "Cookie")
        self.came.append((await request.text(), {name: request.headers.get(name) for name in names}))
        headers = {"Location": f"http://hooks.example:{self.port}/200", "Set-Cookie": "seen=1; Path=/"}
        return web.Response(status=int(request.match_info["status"]), headers=headers)

    async def hang_up(self, request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def sleep(self, _request: web.Request) -> web.Response:
        await asyncio.sleep(30)
        return web.Response()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver, app = Receiver(), web.Application()
    app.router.add_post(r"/{status:\d+}", receiver.take)
    app.router.add_post("/hang-up", receiver.hang_up)
    app.router.add_post("/sleep", receiver.sleep)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, HERE, 0).start()
    receiver.port = runner.addresses[0][1]
    yield receiver
    await runner.cleanup()


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Every name leads to this machine, unless a test says otherwise."""
    names = Names([HERE])
    monkeypatch.setattr(sender, "ThreadedResolver", lambda: names)
    return names


async def post(receiver: Receiver, path: str, by: HttpSender | None = None) -> str:
    """Post something by a sender that may reach this machine and no other, without TLS, or by another one."""
    by = by or HttpSender(allowed=lambda host: host == HERE, schemes={"http"})
    return await by.post(f"http://hooks.example:{receiver.port}/{path}", '{"a": "ä"}', {"webhook-id": "msg_1"})


async def test_it_is_json_with_the_headers_given(receiver: Receiver) -> None:
    assert await post(receiver, "200") == ""
    ((body, headers),) = receiver.came
    assert json.loads(body) == {"a": "ä"}
    sent = {"Content-Type": "application/json", "User-Agent": "second-chair", "webhook-id": "msg_1", "Cookie": None}
    assert headers == sent


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (200, ""), (299, ""), (300, "status 300"), (307, "status 307"), (404, "status 404"), (410, "gone"),
        (500, "status 500"),
    ],
)  # fmt: skip
async def test_only_the_answer_itself_says_whether_it_was_taken(receiver: Receiver, status: int, trouble: str) -> None:
    assert await post(receiver, str(status)) == trouble
    assert len(receiver.came) == 1, "no redirect is followed"


async def test_who_hangs_up_or_never_answers_has_not_taken_it(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert await post(receiver, "hang-up") == "unreachable"
    monkeypatch.setattr(sender, "SECONDS", 0.05)
    assert await post(receiver, "sleep") == "no answer in time"


async def test_a_name_that_cannot_be_looked_up_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sender, "ThreadedResolver", ThreadedResolver)
    assert await HttpSender().post(f"https://{'a' * 64}.example.com/", "{}", {}) == "unreachable"


async def test_no_proxy_comes_between(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look up the name itself, wherever that leads."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert await post(receiver, "200") == ""


async def test_a_name_of_which_any_address_leads_inside_is_not_connected_to(receiver: Receiver, names: Names) -> None:
    assert await post(receiver, "200", HttpSender(schemes={"http"})) == "unreachable"
    names.answers = [[HERE, "10.0.0.1"]]
    assert await post(receiver, "200") == "unreachable"
    assert await HttpSender(schemes={"http"}).post(f"http://{HERE}:{receiver.port}/200", "{}", {}) == "unreachable"
    assert receiver.came == []


async def test_an_address_that_was_written_otherwise_than_by_us_is_checked_again(receiver: Receiver) -> None:
    assert await post(receiver, "200", HttpSender(allowed=lambda _host: True)) == "address"
    assert receiver.came == []


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://example.com/events?a=1", "https://example.com/events?a=1"),
        (" <https://example.com/events|example.com> ", "https://example.com/events"),
        ("https://8.8.8.8/events", "https://8.8.8.8/events"),
        ("http://example.com", None),
        ("https://localhost/x", None),
        ("https://127.0.0.1/", None),
        ("https://[::1]/", None),
        ("https://a:b@example.com", None),
        ("https://x.internal", None),
        ("", None),
    ],
)
def test_an_address_is_a_public_one(typed: str, address: str | None) -> None:
    assert checked_address(typed) == address


@pytest.mark.parametrize("typed", ["{}", "<{}>", "<{}|hooks.example>", " {} "])
def test_an_ampersand_that_slack_sends_as_an_entity_is_saved_as_it_was_typed(typed: str) -> None:
    address = "https://hooks.example/run?version=1&sig=a%2Fb"
    assert checked_address(typed.format(address.replace("&", "&amp;"))) == address
