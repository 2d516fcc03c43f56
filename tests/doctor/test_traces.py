"""Traces: the doctor says whether a collector accepts them, and that everything else works without one."""

import sys
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.doctor.examination import examine
from bot.doctor.finding import Finding
from bot.localslack import AppInstallation


@pytest.fixture
async def collector(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """The address of a collector that wants a key."""

    async def take(request: web.Request) -> web.Response:
        return web.Response(status=200 if request.headers.get("api-key") == "k 1" else 401)

    app = web.Application()
    app.router.add_post("/v1/traces", take)
    async with TestServer(app) as server:
        yield str(server.make_url(""))


async def about_traces() -> list[Finding]:
    return [finding for finding in await examine() if finding.about == "traces"]


async def test_nothing_is_said_to_those_who_want_none(installed: AppInstallation) -> None:
    assert await about_traces() == []


@pytest.mark.parametrize(
    ("headers", "right", "says"),
    [
        pytest.param("api-key=k%201", True, "accepts them", id="with its key"),
        pytest.param("", False, "answered 401, so traces are lost", id="without its key"),
    ],
)
async def test_a_collector_is_asked(
    installed: AppInstallation, monkeypatch: pytest.MonkeyPatch, collector: str, headers: str, right: bool, says: str
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", headers)
    (finding,) = await about_traces()
    assert finding.right is right
    assert says in finding.says
    assert not finding.stops or finding.right


async def test_a_collector_that_is_away_stops_nothing(
    installed: AppInstallation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://ops:s3same@127.0.0.1:1")
    (finding,) = await about_traces()
    assert finding.says.startswith("http://…@127.0.0.1:1/v1/traces does not answer")
    assert not finding.stops


async def test_a_missing_package_stops_run(installed: AppInstallation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    (finding,) = await about_traces()
    assert "is not installed" in finding.says
    assert finding.stops
