"""Traces: what an operator's collector gets about a request and a delivery, and what it must never get."""

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from bot import log
from bot.errors import SetupError
from bot.playground.stage import Stage
from bot.services.people.pauses import Pauses
from bot.tracing import UNTRACED, start_tracing

SECRET = "Globex wants out"


class Collector:
    """Accepts traces by OTLP over HTTP."""

    def __init__(self) -> None:
        self.spans: list[Span] = []
        self.resources: dict[str, str] = {}
        self.keys: list[str] = []
        self.raw = b""

    async def take(self, request: web.Request) -> web.Response:
        """A batch."""
        body = await request.read()
        self.raw += body
        self.keys.append(request.headers.get("x-key", ""))
        for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
            self.resources |= {fact.key: fact.value.string_value for fact in resource.resource.attributes}
            for scope in resource.scope_spans:
                self.spans.extend(scope.spans)
        return web.Response()

    def named(self, name: str) -> list[Span]:
        """The spans of that name, oldest first."""
        return [span for span in self.spans if span.name == name]

    def inside(self, outer: Span) -> set[str]:
        """The names of the spans that are parts of `outer`, at any depth."""
        return {span.name for span in self.spans if span.trace_id == outer.trace_id and span is not outer}


@pytest.fixture
async def collector(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Collector]:
    collector = Collector()
    app = web.Application()
    app.router.add_post("/v1/traces", collector.take)
    async with TestServer(app) as server:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", str(server.make_url("/")))
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-key=a%20b")
        yield collector


async def test_a_collector_gets_requests_and_deliveries_with_their_parts(collector: Collector, tmp_path: Path) -> None:
    async with Stage(tmp_path) as stage:
        maria = stage.as_("maria")
        await maria.open_home()
        await maria.press("Start")
        await maria.command("/ridealong", f"@tom {SECRET} tomorrow 15:00")
        await maria.command("/secondchair", "export")
        user_id, workspace_id = maria.id, stage.workspace.id
    command = collector.named("commands.ridealong.plan.plan")[0]
    assert {"read", "slack views.open"} <= collector.inside(command)
    delivery = collector.named("deliver welcome")[0]
    assert "slack chat.postMessage" in collector.inside(delivery)
    calls = {span.name.removeprefix("slack ") for span in collector.spans if span.name.startswith("slack ")}
    assert "files.getUploadURLExternal" in calls
    assert {call for call in calls if "." not in call} == {"file"}, "the address of an upload is a ticket"
    assert said_by(command)["second_chair.workspace"] == workspace_id
    assert said_by(delivery)["second_chair.outcome"] == "Sent"
    assert collector.resources["service.name"] == "second-chair"
    assert set(collector.keys) == {"a b"}
    assert SECRET.encode() not in collector.raw
    assert user_id.encode() not in collector.raw


def said_by(span: Span) -> dict[str, str]:
    """The facts of a span."""
    return {fact.key: fact.value.string_value for fact in span.attributes}


async def test_what_nobody_asked_for_is_no_trace(collector: Collector, tmp_path: Path) -> None:
    """Beats read the database each second: spans without a parent are left out."""
    async with Stage(tmp_path) as stage:
        await stage.bot.engine.tick()
        async with stage.bot.database.reading(stage.workspace.id) as transaction:
            await transaction.people.get(stage.as_("maria").id)
    assert not [span for span in collector.spans if not span.parent_span_id and span.name in {"transaction", "read"}]


@pytest.mark.usefixtures("restored_logging")
async def test_what_fails_is_marked_and_its_log_line_leads_to_the_trace(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def broken(*_given: object, **_named: object) -> None:
        raise ValueError(SECRET)

    log.configure("json", "INFO")
    async with Stage(tmp_path) as stage:
        monkeypatch.setattr(Pauses, "pause", broken)
        await stage.as_("maria").command("/secondchair", "pause until friday")
    failed = [span for span in collector.spans if span.status.code == Status.STATUS_CODE_ERROR]
    assert {span.status.message for span in failed} == {"ValueError"}
    assert SECRET.encode() not in collector.raw
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    line = next(line for line in lines if line["event"] == "request.failed")
    assert line["trace"] in {span.trace_id.hex() for span in failed}


def test_without_a_collector_there_are_none() -> None:
    assert start_tracing(None) is UNTRACED


def test_a_missing_package_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)
    with pytest.raises(SetupError, match=r"pip install '\.\[tracing\]'"):
        start_tracing("http://127.0.0.1:4318")
