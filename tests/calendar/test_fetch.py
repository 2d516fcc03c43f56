"""Fetching from a real server on this machine: what is allowed, and every way somebody might try to get in."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from multidict import CIMultiDict

from bot.calendar.fetch import Fetcher, Trouble, Unfetchable
from tests.calendar.feeds import HERE, Names


async def calendar(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"BEGIN:VCALENDAR", headers={"X-Host": request.host})


async def asked(request: web.Request) -> web.StreamResponse:
    """Answers with what the fetcher says about itself."""
    names = ("Accept", "Accept-Encoding", "User-Agent", "Cookie", "Connection")
    return web.json_response({name: request.headers.get(name) for name in names})


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


async def long(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"x" * int(request.query["of"]))


async def announced(request: web.Request) -> web.StreamResponse:
    """Announces too much, and sends none of it."""
    response = web.StreamResponse(headers={"Content-Length": "1001"})
    await response.prepare(request)
    await asyncio.sleep(30)
    return response


async def endless(request: web.Request) -> web.StreamResponse:
    """Sends more and more, without announcing a length."""
    response = web.StreamResponse()
    response.enable_chunked_encoding()
    await response.prepare(request)
    for _ in range(1000):
        await response.write(b"x" * 1000)
    return response


async def slow(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(30)
    return web.Response()


async def bomb(request: web.Request) -> web.StreamResponse:
    """Packed as its last header says; which ones there are is asked for."""
    headers = CIMultiDict(("Content-Encoding", way) for way in request.query.get("ways", "gzip").split(","))
    return web.Response(body=gzip.compress(b"x" * 100_000), headers=headers)


async def status(request: web.Request) -> web.StreamResponse:
    return web.Response(status=int(request.query["of"]))


async def hop(request: web.Request) -> web.StreamResponse:
    """Redirects `left` times, the last time to the calendar."""
    left = int(request.query["left"])
    return web.Response(status=302, headers={"Location": f"/hop?left={left - 1}" if left > 1 else "/x.ics"})


async def circle(_request: web.Request) -> web.StreamResponse:
    return web.Response(status=302, headers={"Location": "/circle"})


async def redirect(request: web.Request) -> web.StreamResponse:
    headers = {"Location": request.query["to"], "Set-Cookie": "seen=1; Path=/"}
    return web.Response(status=int(request.query.get("by", 302)), headers=headers)


@asynccontextmanager
async def serving() -> AsyncIterator[int]:
    app = web.Application()
    for path, handler in {
        "/x.ics": calendar, "/asked": asked, "/hang-up": hang_up,
        "/long": long, "/announced": announced, "/endless": endless, "/slow": slow, "/bomb": bomb, "/status": status,
        "/redirect": redirect, "/circle": circle, "/hop": hop,
    }.items():  # fmt: skip
        app.router.add_get(path, handler)
    runner = web.AppRunner(app, shutdown_timeout=0.1)  # does not wait for the slow one
    await runner.setup()
    site = web.TCPSite(runner, HERE, 0)
    await site.start()
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async with serving() as found:
        yield found


def let_in(*answers: list[str], allowed: Callable[[str], bool] = lambda host: host == HERE) -> Fetcher:
    """A fetcher that may reach this machine, without TLS."""
    names = Names(*(answers or ([HERE],)))
    return Fetcher(resolver=lambda: names, allowed=allowed, schemes={"http"}, seconds=1.5, most_bytes=1000)


async def all_of(fetcher: Fetcher, address: str) -> bytes:
    return b"".join([piece async for piece in fetcher.fetch(address)])


async def trouble(fetcher: Fetcher, address: str) -> Trouble:
    with pytest.raises(Unfetchable) as caught:
        await all_of(fetcher, address)
    return caught.value.why


async def test_a_calendar_is_fetched(port: int) -> None:
    assert await all_of(let_in(), f"http://calendar.example:{port}/x.ics") == b"BEGIN:VCALENDAR"


async def test_it_says_what_it_wants_and_keeps_no_cookie(port: int) -> None:
    told = await all_of(let_in(), f"http://calendar.example:{port}/redirect?to=/asked")
    assert json.loads(told) == {
        "Accept": "text/calendar", "Accept-Encoding": "identity", "User-Agent": "second-chair", "Cookie": None,
        "Connection": "close",
    }  # fmt: skip


async def test_no_proxy_comes_between(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would get the address, which is secret, and would look up the name itself."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    assert await all_of(let_in(), f"http://calendar.example:{port}/x.ics") == b"BEGIN:VCALENDAR"


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/long?of=1001", Trouble.BIG),
        ("/announced", Trouble.BIG),
        ("/endless", Trouble.BIG),
        ("/slow", Trouble.SLOW),
        ("/bomb", Trouble.REFUSED),
        *((f"/status?of={code}", Trouble.REFUSED) for code in (204, 400, 404, 409, 426)),
        *((f"/status?of={code}", Trouble.UNREACHABLE) for code in (408, 425, 429, 500, 503)),
        ("/status?of=302", Trouble.REDIRECTED),
        *((f"/redirect?by={code}&to=/x.ics", None) for code in (301, 302, 303, 307, 308)),
        *((f"/redirect?by={code}&to=/x.ics", Trouble.REFUSED) for code in (300, 304, 309)),
        ("/hop?left=3", None),
        ("/hop?left=4", Trouble.REDIRECTED),
        ("/redirect?to=http://other.example/x.ics", Trouble.REDIRECTED),
        ("/redirect?to=//other.example/x.ics", Trouble.REDIRECTED),
        ("/redirect?to=http://169.254.169.254/latest/meta-data/", Trouble.REDIRECTED),
        ("/redirect?to=http://calendar.example:1/x.ics", Trouble.REDIRECTED),
        ("/redirect?to=file:///etc/passwd", Trouble.REDIRECTED),
        ("/redirect?to=http://127。0。0。1/", Trouble.REDIRECTED),
        ("/redirect?to=", Trouble.REDIRECTED),
        ("/redirect?to=http://[::1", Trouble.UNREACHABLE),
        ("/circle", Trouble.REDIRECTED),
        ("/hang-up", Trouble.UNREACHABLE),
    ],
)
async def test_what_a_server_may_do(port: int, path: str, why: Trouble | None) -> None:
    address = f"http://calendar.example:{port}{path}"
    if why is None:
        assert await all_of(let_in(), address) == b"BEGIN:VCALENDAR"
    else:
        assert await trouble(let_in(), address) is why


async def test_what_only_the_second_of_two_headers_calls_packed_stays_packed(port: int) -> None:
    packed = await all_of(let_in(), f"http://calendar.example:{port}/bomb?ways=identity,gzip")
    assert gzip.decompress(packed) == b"x" * 100_000


@pytest.mark.parametrize("piece", [100, 65_536])
async def test_all_pieces_count_and_as_many_bytes_as_may_be_are_read(
    port: int, piece: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.calendar.fetch.PIECE", piece)
    assert await all_of(let_in(), f"http://calendar.example:{port}/long?of=1000") == b"x" * 1000
    assert await trouble(let_in(), f"http://calendar.example:{port}/endless") is Trouble.BIG


@pytest.mark.parametrize("inside", ["10.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "::ffff:127.0.0.1"])
async def test_a_name_that_leads_inside_is_not_followed(inside: str) -> None:
    names = Names([inside])
    assert await trouble(Fetcher(resolver=lambda: names), "https://calendar.example/x.ics") is Trouble.PRIVATE


async def test_one_address_inside_among_public_ones_is_one_too_many() -> None:
    names = Names(["8.8.8.8", "127.0.0.1"])
    assert await trouble(Fetcher(resolver=lambda: names), "https://calendar.example/x.ics") is Trouble.PRIVATE


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "[::1]", "169.254.169.254", "[::ffff:10.0.0.1]", "10.0.0.1", "127。0。0。1",
        "①②⑦.⓪.⓪.①", "１２７.0.0.1", "[fec0::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::1]",
    ],
)  # fmt: skip
async def test_a_number_in_place_of_a_name_is_checked_too(host: str) -> None:
    assert await trouble(Fetcher(), f"https://{host}/x.ics") is Trouble.PRIVATE


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001", "127.0.0.1."])
async def test_an_address_in_disguise_is_seen_through(host: str) -> None:
    why = await trouble(Fetcher(), f"https://{host}/x.ics")
    assert why in {Trouble.ADDRESS, Trouble.PRIVATE, Trouble.UNREACHABLE}


@pytest.mark.parametrize("host", ["127.0.0.1", "127。0。0。1", "[::ffff:7f00:1]"])
async def test_no_connection_is_made_to_a_number_that_the_first_look_let_pass(
    port: int, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.calendar.fetch.checked_address", lambda address, _schemes: address)
    assert await trouble(Fetcher(schemes={"http"}), f"http://{host}:{port}/x.ics") is Trouble.PRIVATE


async def test_a_name_that_answers_differently_the_second_time_is_asked_once(port: int) -> None:
    names = Names([HERE], ["127.0.0.2"])
    fetcher = Fetcher(resolver=lambda: names, allowed=lambda host: host == HERE, schemes={"http"}, seconds=1.5)
    assert await all_of(fetcher, f"http://calendar.example:{port}/x.ics") == b"BEGIN:VCALENDAR"
    assert names.asked == ["calendar.example"]


async def test_a_name_that_turns_inside_between_two_redirects_is_refused(port: int) -> None:
    fetcher = let_in([HERE], ["127.0.0.2"])
    assert await trouble(fetcher, f"http://calendar.example:{port}/redirect?to=/x.ics") is Trouble.PRIVATE


async def test_where_no_time_is_left_it_waits_no_longer(port: int) -> None:
    fetcher = Fetcher(resolver=lambda: Names([HERE]), allowed=lambda _: True, schemes={"http"}, seconds=0.0)
    async with asyncio.timeout(10.0):  # aiohttp waits for ever on a negative length
        assert await trouble(fetcher, f"http://calendar.example:{port}/slow") is Trouble.SLOW


async def test_without_tls_or_a_server_there_is_nothing(port: int) -> None:
    assert await trouble(Fetcher(), f"http://calendar.example:{port}/x.ics") is Trouble.ADDRESS
    fetcher = Fetcher(resolver=lambda: Names([HERE]), allowed=lambda _: True, schemes={"http"}, seconds=1.5)
    assert await trouble(fetcher, "http://calendar.example:1/x.ics") is Trouble.UNREACHABLE
