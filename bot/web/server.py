"""The web server: Slack's endpoint in HTTP mode, installing, and whether we are alive and ready."""

import errno
import hmac
import os
import socket
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import KW_ONLY, dataclass, field

from aiohttp import web

from bot.errors import SetupError
from bot.web.guard import LARGEST, PATIENCE, HardenedRunner, Patience, guard, plain

Ready = Callable[[], Awaitable[Mapping[str, bool]]]
Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]
# What an operator reads about a part that is not ready.
WHY = {
    "database": "It does not answer, is read-only or gone, or its disk is full; check DATABASE_URL and the log.",
    "socket": "Not connected to Slack; see socket_refused and socket_not_open in the log.",
    "token": "Slack rejects SLACK_BOT_TOKEN; see bot_token_refused in the log.",
    "migrations": "The tables are not this version's, or cannot be read. If they are older, run `python -m bot "
    "migrate`. If they are newer, start the newer version here; until then, this one keeps running.",
    "scheduler": "No beat has finished in the last half minute, so nothing is sent; restart this process if that "
    "continues.",
    "delivery": "No beat succeeded in the last minute, so nothing is sent. See tick_failed, sender_failed and "
    "clock_jumped in the log.",
}


@dataclass(frozen=True, slots=True)
class Site:
    """What is served besides health: `slack` takes what Slack posts, `pages` are for people, by path.

    `metrics` gives the text for Prometheus, served here only with `metrics_token`. `zone_data` says at /readyz which
    release of the time zone rules is in use; an old one is reported, but does not make the process unready.
    """

    slack: Serve | None = None
    pages: Mapping[str, Serve] = field(default_factory=dict)
    metrics: Callable[[], bytes] | None = None
    zone_data: Callable[[], str] | None = None
    metrics_token: str = field(default="", repr=False)
    _: KW_ONLY
    public_url: str | None = None
    patience: Patience = PATIENCE


@dataclass(frozen=True, slots=True)
class Health:
    """/healthz says that the process is alive, /readyz which of its parts work."""

    ready: Ready
    zone_data: Callable[[], str] | None = None

    def add_to(self, app: web.Application) -> None:
        """Serve both there."""
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._is_ready)

    async def _alive(self, _request: web.Request) -> web.Response:
        return plain(200, "alive")

    async def _is_ready(self, _request: web.Request) -> web.Response:
        parts = await self.ready()
        lines = [
            f"{name}: ready" if is_so else f"{name}: not ready. {WHY.get(name, '')}" for name, is_so in parts.items()
        ]
        lines += [f"time zones: {self.zone_data()}"] if self.zone_data is not None else []
        return plain(200 if all(parts.values()) else 503, "\n".join(lines))


class _Server(ABC):
    """Listens on one address and serves one application, which each kind of server makes."""

    setting = "PORT"

    def __init__(self, host: str, port: int, patience: Patience = PATIENCE) -> None:
        self._host = host
        self._port = port
        self._patience = patience
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port on which it listens; for port 0, the port that the system chose."""
        assert self._runner is not None
        host, port = self._runner.addresses[0][:2]
        return host, port

    async def start(self) -> None:
        """Begin to listen. Raises SetupError if that fails, for example because another program has the port."""
        self._runner = HardenedRunner(self._application(), self._patience)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError as error:
            raise SetupError(
                f"Cannot listen on {self._host}:{self._port}. {_reason(error)} "
                f"Choose another address or port with HOST and {self.setting}."
            ) from None

    async def stop(self) -> None:
        """Stop listening and finish the requests that are running. Does nothing if it never began."""
        if self._runner is not None:
            await self._runner.cleanup()

    @abstractmethod
    def _application(self) -> web.Application:
        """The application to serve."""


def _reason(error: OSError) -> str:
    """Why it cannot listen. asyncio puts the address into the error's own text; a name that cannot be resolved has a
    number that is none of the system's.
    """
    if error.errno == errno.EADDRINUSE:
        return "Another program is using it."
    return f"{error.strerror if isinstance(error, socket.gaierror) else os.strerror(error.errno or 0)}."


class WebServer(_Server):
    """The site, and health beside it."""

    def __init__(self, host: str, port: int, ready: Ready, site: Site = Site()) -> None:
        super().__init__(host, port, site.patience)
        self._health = Health(ready, site.zone_data)
        self._site = site

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST, middlewares=[guard(self._site.public_url)])
        self._health.add_to(app)
        if self._site.slack is not None:
            app.router.add_post("/slack/events", self._site.slack)
        if self._site.metrics is not None and self._site.metrics_token:
            app.router.add_get("/metrics", self._metrics)
        for path, page in self._site.pages.items():
            app.router.add_get(path, page)
        return app

    async def _metrics(self, request: web.Request) -> web.Response:
        presented = request.headers.get("Authorization", "").encode(errors="replace")
        if not hmac.compare_digest(presented, f"Bearer {self._site.metrics_token}".encode()):
            return plain(401)
        assert self._site.metrics is not None
        return _prometheus(self._site.metrics())


class MetricsServer(_Server):
    """/metrics for Prometheus on a port of its own, which nobody else need reach, with health beside it: a worker
    serves that nowhere else.
    """

    setting = "METRICS_PORT"

    def __init__(
        self,
        host: str,
        port: int,
        metrics: Callable[[], bytes],
        ready: Ready,
        zone_data: Callable[[], str] | None = None,
    ) -> None:
        super().__init__(host, port)
        self._metrics = metrics
        self._health = Health(ready, zone_data)

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=1024, middlewares=[guard(None)])
        app.router.add_get("/metrics", self._serve)
        self._health.add_to(app)
        return app

    async def _serve(self, _request: web.Request) -> web.Response:
        return _prometheus(self._metrics())


def _prometheus(text: bytes) -> web.Response:
    """Prometheus' text format."""
    return web.Response(body=text, content_type="text/plain", charset="utf-8")
