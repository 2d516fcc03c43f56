"""Socket Mode: the WebSocket connection over which Slack sends requests if it cannot call us.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode

The SDK's client goes on using one WebSocket address, although Slack accepts each only once and not for long. Its wait
for the first connection cannot be stopped, and it retries a wrong token for as long as it lives.
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextlib import suppress
from typing import Any

import aiohttp

from bot import log
from bot.slack.token_check import ask, proxy_in_use

logger = log.get(__name__)

Answer = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any] | None]]
Pause = Callable[[float], Awaitable[None]]

HEARTBEAT = 10.0  # seconds between our pings; a connection that answers none within half of that is dead
LONGEST_PAUSE = 30.0  # seconds between two tries
SHORTEST = 5.0  # seconds; after a connection that ends sooner, we wait before opening the next
RETIRED = 30.0  # seconds after which we close a connection whose end Slack has announced
OPENING = 15.0  # seconds for opening a connection, and for Slack's greeting on it
# An app-level token with these will never work; any other error may pass, or be put right while we run.
WRONG_TOKEN = frozenset({"invalid_auth", "not_authed", "not_allowed_token_type", "missing_scope"})
REFUSED = (
    "Slack refuses a connection for SLACK_APP_TOKEN. If this continues, check on your app's page that the token still "
    "exists, under Basic Information, and that Socket Mode is on. We keep trying."
)


class SocketModeConnection:
    """Keeps one connection to Slack open, a new one before the old one ends, and hands each request to `answer`."""

    def __init__(
        self,
        app_token: str,
        base_url: str,
        answer: Answer,
        on_wrong_token: Callable[[str], None],
        pause: Pause = asyncio.sleep,
        *,
        heartbeat: float = HEARTBEAT,
        opening: float = OPENING,
    ) -> None:
        """`answer` gets an envelope's payload and returns what goes back with its acknowledgement, or raises if there
        is to be none. `on_wrong_token` gets Slack's code, unless a connection was ever open.
        """
        self._app_token = app_token
        self._base_url = base_url
        self._answer = answer
        self._on_wrong_token = on_wrong_token
        self._pause = pause
        self._heartbeat = heartbeat
        self._opening = opening
        self._session: aiohttp.ClientSession | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._answering: set[asyncio.Task[None]] = set()
        self._hears = True
        self.is_open = False

    def start(self) -> None:
        """Begin to connect, inside a running event loop, without waiting for it."""
        self._session = aiohttp.ClientSession()
        self._keeping = asyncio.create_task(self._keep())

    def deafen(self) -> None:
        """Accept nothing new; requests already received can still be answered."""
        self._hears = False

    async def close(self) -> None:
        """Close every connection."""
        self.deafen()
        tasks = [*self._connections, *self._answering, *([self._keeping] if self._keeping else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self.is_open = False
        if self._session is not None:
            await self._session.close()

    async def _keep(self) -> None:
        """Keep opening connections: the next one as soon as Slack announces the end of this one, or it is gone."""
        failures, was_open = 0, False
        while True:
            connection = await self._opened(was_open=was_open)
            if connection is None:
                failures += 1
                self.is_open = self.is_open and bool(self._connections)
                seconds = min(LONGEST_PAUSE, 2.0 ** min(failures - 1, 5)) * random.uniform(0.5, 1)  # noqa: S311 - no secret
                await self._pause(seconds)
                continue
            failures, was_open = 0, True
            is_ending = asyncio.Event()
            task = asyncio.create_task(self._hear(connection, is_ending))
            self._connections.add(task)
            task.add_done_callback(self._connections.discard)
            began = asyncio.get_running_loop().time()
            await is_ending.wait()
            if asyncio.get_running_loop().time() - began < SHORTEST:  # Slack has too many from us, or it breaks
                await self._pause(1.0)

    async def _opened(self, *, was_open: bool) -> aiohttp.ClientWebSocketResponse | None:
        """A new connection at a fresh address; None if Slack gives no address, or it cannot be reached."""
        assert self._session is not None
        trial = await ask("apps.connections.open", self._app_token, self._base_url)
        if not trial.worked:
            logger.warning("socket_refused", code=trial.code, why=trial.trouble or REFUSED)
            if trial.code in WRONG_TOKEN and not was_open:
                self._on_wrong_token(trial.code)
            return None
        try:
            async with asyncio.timeout(self._opening):
                return await self._session.ws_connect(
                    str(trial.facts.get("url", "")), heartbeat=self._heartbeat, proxy=proxy_in_use()
                )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            logger.warning("socket_not_open", why=type(error).__name__)
            return None

    async def _hear(self, connection: aiohttp.ClientWebSocketResponse, is_ending: asyncio.Event) -> None:
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._opening) as greeting:
                    async for message in connection:
                        if greeting.when() is not None:  # Slack speaks first; it may answer pings and still be dead
                            greeting.reschedule(None)
                            self.is_open = True
                            logger.info("socket_open")
                        if message.type is aiohttp.WSMsgType.TEXT:
                            self._heard(connection, message.data, is_ending)
        finally:
            if not is_ending.is_set() and self._hears:  # unannounced: the network failed, or the connection was dead
                logger.warning("socket_lost", code=connection.close_code)
                self.is_open = False
            is_ending.set()
            await connection.close()

    def _heard(self, connection: aiohttp.ClientWebSocketResponse, text: str, is_ending: asyncio.Event) -> None:
        try:
            envelope = json.loads(text)
        except ValueError:
            return
        if not isinstance(envelope, dict):
            return
        if envelope.get("type") == "disconnect":
            logger.info("socket_ends", reason=envelope.get("reason"))
            is_ending.set()
            self._keep_task(self._retire(connection))
        elif envelope.get("envelope_id") and self._hears:
            self._keep_task(self._acknowledge(connection, envelope))

    def _keep_task(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)

    @staticmethod
    async def _retire(connection: aiohttp.ClientWebSocketResponse) -> None:
        await asyncio.sleep(RETIRED)
        await connection.close()

    async def _acknowledge(self, connection: aiohttp.ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        try:
            payload = await self._answer(envelope.get("payload") or {})
            reply = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
            await connection.send_str(json.dumps(reply))
        except Exception as error:  # noqa: BLE001 - without an acknowledgement, Slack tells the person that it could not connect
            logger.warning("socket_not_answered", why=type(error).__name__)
