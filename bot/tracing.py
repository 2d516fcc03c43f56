"""Traces requests and deliveries with OpenTelemetry: an option for operators, which costs nothing while off.

A span holds names from our code, ids of workspaces and deliveries, and Slack's error codes; never what people wrote,
and never who they are.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote

import structlog

from bot.errors import SetupError
from bot.version import running_version

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span as OtelSpan

NOT_INSTALLED = (
    "OTEL_EXPORTER_OTLP_ENDPOINT is set, but OpenTelemetry is not installed. Run `pip install '.[tracing]'` in the "
    "clone, or remove the setting."
)
HEADER = re.compile(r"[\w!#$%&'*+.^`|~-]+ *= *(?:[ !#$&-+\--:<-\[\]-~]|%[2-9A-Fa-f][0-9A-Fa-f])*", re.ASCII)
SECONDS_TO_SEND = 3.0  # how long a collector may take; traces that it does not accept are lost, and nothing else
Fact = str | int


class Span(Protocol):
    """Something under way. Facts can be added until it ends."""

    def mark(self, **facts: Fact) -> None:
        """Add facts to it, each as `second_chair.<name>`."""
        ...

    def fail(self, why: str) -> None:
        """Mark it as failed. `why` is the name of an error or one of Slack's codes, never its text."""
        ...


class _Untraced:
    def mark(self, **facts: Fact) -> None:
        pass

    def fail(self, why: str) -> None:
        pass


class _Traced:
    def __init__(self, span: "OtelSpan") -> None:
        self._span = span

    def mark(self, **facts: Fact) -> None:
        self._span.set_attributes({f"second_chair.{name}": fact for name, fact in facts.items()})

    def fail(self, why: str) -> None:
        from opentelemetry.trace import StatusCode  # noqa: PLC0415 - only where it is installed

        self._span.set_status(StatusCode.ERROR, why)


class Tracing:
    """Opens spans. Without a provider it opens none."""

    def __init__(self, provider: "TracerProvider | None" = None) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("second_chair", running_version()) if provider else None

    @property
    def is_on(self) -> bool:
        """Whether anybody gets the spans."""
        return self._provider is not None

    @contextmanager
    def span(self, name: str, **facts: Fact) -> Iterator[Span]:
        """A span around the block, inside the one under way, or else a trace of its own; log lines of the block carry
        the trace's id as `trace`. An error that leaves the block marks the span as failed, with the error's class name.
        """
        if self._tracer is None:
            yield _Untraced()
            return
        with self._tracer.start_as_current_span(
            name, record_exception=False, set_status_on_exception=False
        ) as otel_span:
            span = _Traced(otel_span)
            span.mark(**facts)
            with structlog.contextvars.bound_contextvars(trace=f"{otel_span.get_span_context().trace_id:032x}"):
                try:
                    yield span
                except BaseException as error:
                    span.fail(type(error).__name__)
                    raise

    @contextmanager
    def part(self, name: str, **facts: Fact) -> Iterator[Span]:
        """The same, but nothing if no span is under way: each beat reads the database, and that would be a trace a
        second.
        """
        if self._tracer is None or not _is_under_way():
            yield _Untraced()
            return
        with self.span(name, **facts) as span:
            yield span

    def here(self) -> Span:
        """The span under way."""
        if self._tracer is None:
            return _Untraced()
        from opentelemetry.trace import get_current_span  # noqa: PLC0415 - only where it is installed

        return _Traced(get_current_span())

    def close(self) -> None:
        """Send what is left. Waits at most a few seconds for a collector."""
        if self._provider is not None:
            self._provider.shutdown()


UNTRACED = Tracing()


def start_tracing(endpoint: str | None, headers: str = "") -> Tracing:
    """Send spans to the collector at `endpoint`, by OTLP over HTTP, with `headers` as OpenTelemetry writes them
    (`name=value,…`, URL-encoded); without an endpoint, none are sent. Sampling and the description of the process
    follow OpenTelemetry's own variables (`OTEL_TRACES_SAMPLER`, `OTEL_RESOURCE_ATTRIBUTES`).

    Raises SetupError if OpenTelemetry is not installed.
    """
    if endpoint is None:
        return UNTRACED
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an option
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - as above
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - as above
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - as above
    except ImportError:
        raise SetupError(NOT_INSTALLED) from None
    resource = Resource.create({"service.name": "second-chair", "service.version": running_version()})
    provider = TracerProvider(resource=resource)
    exporter = OTLPSpanExporter(traces_url(endpoint), headers=headers_of(headers), timeout=SECONDS_TO_SEND)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return Tracing(provider)


def traces_url(endpoint: str) -> str:
    """Where a collector accepts traces, according to OpenTelemetry's OTLP specification."""
    return f"{endpoint.rstrip('/')}/v1/traces"


def headers_of(text: str) -> Mapping[str, str]:
    """The headers in `text`, as OpenTelemetry writes them: `name=value`, URL-encoded, separated by commas. Raises
    ValueError for anything else: OpenTelemetry and the HTTP client would log it, with the secret in it.
    """
    written = [part for part in text.split(",") if part.strip()]
    if not all(HEADER.fullmatch(part.strip()) for part in written):
        raise ValueError("should be name=value, separated by commas, with special characters URL-encoded")
    pairs = (part.partition("=") for part in written)
    return {unquote(name.strip()): unquote(value.strip()) for name, _, value in pairs}


def _is_under_way() -> bool:
    from opentelemetry.trace import get_current_span  # noqa: PLC0415 - only where it is installed

    return get_current_span().get_span_context().is_valid
