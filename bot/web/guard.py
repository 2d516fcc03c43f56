"""What every request passes and every answer wears: the right host, no surprise shown, headers that browsers heed."""

from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import uuid4

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from aiohttp.web_protocol import RequestHandler

from bot import log

logger = log.get(__name__)

NAME = "second-chair"  # in the place of aiohttp's, which tells versions
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
ANY_HOST = frozenset({"/healthz", "/readyz"})  # a balancer asks by address


def plain(status: int, text: str = "") -> web.Response:
    """A short answer without any detail."""
    return web.Response(status=status, text=f"{text or HTTPStatus(status).phrase}\n")


def guard(public_url: str | None) -> Middleware:
    """The outermost middleware."""
    host = urlsplit(public_url).netloc.lower() if public_url else None
    headers = dict(HEADERS)
    if public_url and public_url.startswith("https://"):
        headers["Strict-Transport-Security"] = "max-age=31536000"

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        if host is not None and request.path not in ANY_HOST and request.host.lower() != host:
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
        logger.error("web.failed", reference=reference, path=request.path[:100], exc_info=error)
        return plain(500, f"That did not work. The reference is {reference}.")


class _Quiet(RequestHandler):
    """Answers what is no HTTP in one line: no version, no detail, no traceback in the log for every scanner."""

    __slots__ = ()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002 - it would quote the request
    ) -> web.StreamResponse:
        """The answer."""
        logger.info("web.unreadable", status=status, reason=type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer is on its way already")
        answer = plain(status)
        answer.headers.update({"Server": NAME})
        answer.force_close()
        return answer


class QuietServer(web.Server):
    """Makes `_Quiet` connections."""

    def __call__(self) -> RequestHandler:
        """One connection."""
        return _Quiet(self, loop=self._loop, **self._kwargs)


class QuietRunner(web.AppRunner):
    """Runs an application on a `QuietServer`, with short patience for slow clients."""

    def __init__(self, app: web.Application) -> None:
        # Whoever has not sent a whole head of a request by then is cut off, at the start as between two requests.
        super().__init__(app, access_log=None, keepalive_timeout=20, lingering_time=2, shutdown_timeout=10)

    async def _make_server(self) -> web.Server:
        made = await super()._make_server()
        return QuietServer(made.request_handler, request_factory=made.request_factory, **made._kwargs)  # noqa: SLF001 - there is no other way
