"""The web server: where Slack calls in HTTP mode, and whether we are alive and ready."""

from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

LARGEST = 1024 * 1024  # bytes; Slack's own payloads stay far below

Ready = Callable[[], Awaitable[bool]]


class WebServer:
    """Listens on one address. With `bolt` it takes Slack's requests at /slack/events, without it only health checks."""

    def __init__(self, host: str, port: int, ready: Ready, bolt: AsyncApp | None = None) -> None:
        self._host = host
        self._port = port
        self._ready = ready
        self._bolt = bolt
        self._runner: web.AppRunner | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Where it listens; the port that the system gave where 0 was asked for."""
        assert self._runner is not None
        host, port = self._runner.addresses[0][:2]
        return host, port

    async def start(self) -> None:
        """Begin to listen. Raises OSError where the port is taken."""
        app = web.Application(client_max_size=LARGEST)
        app.router.add_get("/healthz", self._alive)
        app.router.add_get("/readyz", self._is_ready)
        if self._bolt is not None:
            app.router.add_post("/slack/events", self._slack)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()

    async def stop(self) -> None:
        """Stop listening; requests that run are finished."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _slack(self, request: web.Request) -> web.Response:
        assert self._bolt is not None
        return await to_aiohttp_response(await self._bolt.async_dispatch(await to_bolt_request(request)))

    async def _alive(self, _request: web.Request) -> web.Response:
        return web.Response(text="alive\n")

    async def _is_ready(self, _request: web.Request) -> web.Response:
        ready = await self._ready()
        return web.Response(text="ready\n" if ready else "not ready\n", status=200 if ready else 503)
