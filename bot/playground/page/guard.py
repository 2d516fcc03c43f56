"""Keeps other sites out: accepts only requests to this machine's own name, and posts only from our own pages."""

from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
LOCAL = {"127.0.0.1", "localhost"}
POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse another Host header, as after DNS rebinding, and posts from the pages of other sites."""
    if _name(request.host) not in LOCAL:
        raise web.HTTPForbidden(text="This page can only be opened at 127.0.0.1 or localhost.")
    if request.method not in {"GET", "HEAD"} and not _is_ours(request):
        raise web.HTTPForbidden(text="This page only accepts POST requests from itself.")
    return await handler(request)


async def harden(_request: web.Request, response: web.StreamResponse) -> None:
    """Add headers that forbid content from other hosts, framing and guessing of types; for `on_response_prepare`."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "no-referrer"


def _is_ours(request: web.Request) -> bool:
    """Whether a post comes from our page: JSON, from the same origin. Other sites cannot send JSON without a
    preflight.
    """
    origin = request.headers.get("Origin")
    same = origin is None or urlsplit(origin).netloc == request.host
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    return same and site in {"same-origin", "none"} and request.content_type == "application/json"


def _name(host: str) -> str:
    return urlsplit(f"//{host}").hostname or ""
