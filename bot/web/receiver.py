"""Receives Slack's requests, over HTTP or over our own Socket Mode connection. `bot.process` starts it and lets it
finish.
"""

import asyncio
from collections.abc import Callable, Mapping

from bot import log
from bot.app.bot import Bot
from bot.delivery.build import steady_clock
from bot.errors import SetupError
from bot.parsing.reading import WARM_UP
from bot.slack.socket_mode import SocketModeConnection
from bot.web.server import Ready, WebServer
from bot.web.site import build_dispatch, build_site

logger = log.get(__name__)


class Receiver:
    """The part of a process that answers Slack, people's browsers and other tools."""

    def __init__(self, bot: Bot, *, prefers_http: bool = False, allowing: Callable[[], float] = steady_clock) -> None:
        """`prefers_http`: use HTTP even if there is a token for Socket Mode, provided there is a signing secret.
        `allowing`: the clock by which each person's allowance of requests grows.
        """
        self._bot = bot
        self._prefers_http = prefers_http
        self._dispatch = build_dispatch(bot, allowing)
        self._web: WebServer | None = None
        self._connection: SocketModeConnection | None = None

    @property
    def address(self) -> tuple[str, int]:
        """Host and port on which it listens."""
        assert self._web is not None
        return self._web.address

    async def start(self, ready: Ready, give_up: Callable[[SetupError], None]) -> None:
        """Begin to receive: over HTTP, or over the connection. Health is served either way."""
        bot, settings = self._bot, self._bot.settings
        # Without one, Slack's client opens a session, and a new connection to Slack, for each answer.
        bot.bolt.client.session = bot.clients.session()
        over_http = self._prefers_http and settings.slack_signing_secret is not None
        token = None if over_http else settings.slack_app_token
        self._web = WebServer(settings.host, settings.port, ready, build_site(bot, self._dispatch))
        try:
            await self._web.start()
        except SetupError as error:
            if token is None or settings.public_url is not None:
                raise  # people and other tools come there; otherwise only a host that checks our health does
            logger.warning("health_not_served", why=str(error))
        if token is not None:
            self._connection = SocketModeConnection(
                token.get_secret_value(),
                settings.slack_api_url,
                self._dispatch.over_socket,
                lambda code: give_up(_refused(code)),
            )
            self._connection.start()

    async def warm_up(self) -> None:
        """Prepare for what people type, alongside everything else."""
        for step in WARM_UP:
            await asyncio.to_thread(step)

    def ready(self) -> Mapping[str, bool]:
        """Whether each part of it works, by name."""
        return {} if self._connection is None else {"socket": self._connection.is_open}

    async def refuse(self) -> None:
        """Accept nothing new."""
        if self._connection is not None:
            self._connection.deafen()
        if self._web is not None:
            await self._web.stop()

    async def drain(self) -> None:
        """Wait until everything received has been answered."""
        await self._bot.binding.drain()

    async def close(self) -> None:
        """Close the connection, and leave what waits for Slack to the next opening."""
        await self._bot.late_homes.stop()
        if self._connection is not None:
            await self._connection.close()


def _refused(code: str) -> SetupError:
    return SetupError(
        f"Slack rejects SLACK_APP_TOKEN ({code}). It must be an app-level token with the scope connections:write; copy "
        "it again from your app's page, under Basic Information."
    )
