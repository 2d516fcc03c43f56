"""The web server says whether we are alive and ready, and takes nothing but Slack's signed requests."""

from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp

from bot.web.server import LARGEST, WebServer


class Readiness:
    is_ready = True

    async def __call__(self) -> bool:
        return self.is_ready


@pytest.fixture
def readiness() -> Readiness:
    return Readiness()


@pytest.fixture
async def address(readiness: Readiness) -> AsyncIterator[str]:
    server = WebServer("127.0.0.1", 0, readiness, AsyncApp(token="xoxb-1", signing_secret="s"))
    await server.start()
    yield "http://{}:{}".format(*server.address)
    await server.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_it_is_alive(address: str, http: aiohttp.ClientSession) -> None:
    async with http.get(f"{address}/healthz") as answer:
        assert answer.status == 200


@pytest.mark.parametrize(("ready", "status"), [(True, 200), (False, 503)])
async def test_it_is_ready_with_its_database(
    address: str, http: aiohttp.ClientSession, readiness: Readiness, ready: bool, status: int
) -> None:
    readiness.is_ready = ready
    async with http.get(f"{address}/readyz") as answer:
        assert answer.status == status


async def test_an_unsigned_request_is_refused(address: str, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{address}/slack/events", data={"command": "/selfcheck"}) as answer:
        assert answer.status == 401


async def test_a_body_past_the_limit_is_refused(address: str, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{address}/slack/events", data=BytesIO(b"x" * (LARGEST + 1))) as answer:
        assert answer.status == 413


async def test_a_server_that_never_started_stops_quietly() -> None:
    await WebServer("127.0.0.1", 0, Readiness()).stop()
