"""Checks every request and completes every answer: the right host, no traceback, security headers for browsers."""

import asyncio
from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from aiohttp.web_protocol import RequestHandler

from bot import log

logger = log.get(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """How much time and room a client may take; times are in real seconds.

    `head`: for the head of a request to arrive, counted from the connection or from the end of the request before it;
    `body`: for a body that we read; `leaving`: for the rest of a body that we do not; `answer`: for our answer to be
    received. `connections`: how many at once; beyond that, the connection that has kept us waiting longest is closed.
    `line` and `lines`: bytes in a line of the head, and how many lines.
    """

    head: float = 20.0
    body: float = 10.0  # Slack itself gives up after three
    leaving: float = 2.0
    answer: float = 20.0
    connections: int = 500
    _: KW_ONLY
    line: int = 8190
    lines: int = 100


PATIENCE = Patience()
LARGEST = 1024 * 1024  # bytes; Slack's own payloads stay far below
NAME = "second-chair"  # instead of aiohttp's, which gives away versions
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Server": NAME,
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
ANY_HOST = frozenset({"/healthz", "/readyz"})  # a load balancer asks by address
ANOTHER_HOST = (
    "Requests for any host but PUBLIC_URL's are refused. If people or Slack use this one, set PUBLIC_URL to it."
)


def plain(status: int, text: str = "") -> web.Response:
    """A short answer without any detail."""
    return web.Response(status=status, text=f"{text or HTTPStatus(status).phrase}\n")


def guard(public_url: str | None) -> Middleware:
    """The outermost middleware."""
    is_https = (public_url or "").startswith("https://")
    port = ":443" if is_https else ":80"  # said or not, it is the same host
    host = urlsplit(public_url).netloc.lower().removesuffix(port) if public_url else None
    headers = dict(HEADERS)
    if is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000"

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if host is not None and request.path not in ANY_HOST and request.host.lower().removesuffix(port) != host:
            tell = logger.warning if "X-Slack-Signature" in request.headers else logger.info  # as for a signature
            tell("another_host", host=request.host[:100], route=_route(request), hint=ANOTHER_HOST)
            answer: web.StreamResponse = plain(421)
        else:
            answer = await _answered(request, handler)
        for name, value in headers.items():
            answer.headers.setdefault(name, value)
        return answer

    return guarded


async def _answered(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except web.HTTPException as error:
        return plain(error.status)
    except Exception as error:  # the one place where a web request's failure is answered and logged
        reference = uuid4().hex[:8]
        logger.error("web.failed", reference=reference, route=_route(request), exc_info=error)
        return plain(500, f"That did not work. The reference is {reference}.")


def _route(request: web.Request) -> str:
    """What was asked for, for the log: a path as we serve it, since the path itself can hold a calendar's secret."""
    resource = request.match_info.route.resource
    return resource.canonical if resource else "unknown"


class _HardenedConnection(RequestHandler):
    """A connection that answers anything that is not HTTP with one line: no version, no detail, and no traceback in the
    log for every scanner.
    """

    __slots__ = ("_seconds",)

    def __init__(self, manager: web.Server, *, answer: float, **kwargs: Any) -> None:
        super().__init__(manager, **kwargs)
        self._seconds = answer

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - would quote the request
    ) -> web.StreamResponse:
        """The one-line answer to a broken request."""
        logger.info("web.unreadable", status=status, reason=type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer has already started")
        answer = plain(status)
        answer.headers.update({"Server": NAME})
        answer.force_close()
        return answer

    async def finish_response(
        self, request: web.BaseRequest, resp: web.StreamResponse, start_time: float | None
    ) -> tuple[web.StreamResponse, bool]:
        """Send the answer, unless the client is too slow to receive it."""
        try:
            async with asyncio.timeout(self._seconds):
                return await super().finish_response(request, resp, start_time)
        except TimeoutError:
            self.force_close()
            raise ConnectionError("the client does not read the answer") from None

    def force_close(self) -> None:
        """Close at once, without waiting for a client to read what is left."""
        transport = self.transport
        super().force_close()
        if isinstance(transport, asyncio.WriteTransport) and transport.get_write_buffer_size():
            transport.abort()

    @property
    def keeps_waiting(self) -> bool:
        """Whether we wait for the client: for a request, the rest of its head, or its body."""
        if self._waiter is not None:
            return not self._waiter.done()
        return self._current_request is not None and not self._current_request.content.is_eof()


class HardenedServer(web.Server):
    """Makes `_HardenedConnection` connections, up to a limit."""

    def __init__(self, *args: Any, patience: Patience, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._patience = patience

    def __call__(self) -> RequestHandler:
        """One connection."""
        return _HardenedConnection(self, loop=self._loop, answer=self._patience.answer, **self._kwargs)

    def connection_made(self, handler: RequestHandler, transport: asyncio.Transport) -> None:
        """Make room first, so that silent clients cannot keep others out."""
        if len(self._connections) >= self._patience.connections:
            waiting = (
                connection
                for connection in self._connections
                if isinstance(connection, _HardenedConnection) and connection.keeps_waiting
            )
            longest = next(waiting, None)  # in the order of their arrival
            if longest is not None:
                longest.force_close()
            else:
                self._loop.call_soon(transport.abort)  # at once, aiohttp would begin with a connection that is gone
        super().connection_made(handler, transport)


class HardenedRunner(web.AppRunner):
    """Runs an application on a `HardenedServer`, with short patience for slow clients."""

    def __init__(self, app: web.Application, patience: Patience = PATIENCE) -> None:
        limits = {"max_line_size": patience.line, "max_field_size": patience.line, "max_headers": patience.lines}
        # A client that has not sent the whole head of a request by then is cut off, on new connections and kept ones
        # alike.
        times = {"keepalive_timeout": patience.head, "lingering_time": patience.leaving, "shutdown_timeout": 10}
        super().__init__(app, access_log=None, **times, **limits)  # type: ignore[arg-type] # one dict has no one type
        self._patience = patience

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return HardenedServer(
            made.request_handler,
            request_factory=made.request_factory,
            patience=self._patience,
            **made._kwargs,  # noqa: SLF001 - there is no other way
        )
