"""Delivers commands, interactions and events to an app, over its socket or request URL, and repeats events if
necessary.
"""

import asyncio
import time
import uuid
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

import aiohttp

from bot.localslack.app import payloads
from bot.localslack.app.http_delivery import Undelivered, post
from bot.localslack.app.socket_mode import Sockets
from bot.localslack.state.apps import AppInstallation
from bot.localslack.state.errors import AppNotListening
from bot.localslack.state.state import Event, State
from bot.localslack.state.traffic import Exchange


@dataclass(frozen=True, slots=True)
class AppReply:
    """The outcome of a delivery. `failure` is "" or what Slack tells the person; `payload` is what the app
    sent back.
    """

    failure: str = ""
    payload: dict[str, Any] | None = None
    retry: bool = False


class Dispatcher:
    """Delivers requests to apps.

    `ack_seconds` are real and apply to requests from now on; `retry_delays` are real seconds and can be cut short
    by `hasten`.
    """

    def __init__(self, state: State, sockets: Sockets, ack_seconds: float, retry_delays: Sequence[float]) -> None:
        self._state = state
        self._sockets = sockets
        self.ack_seconds = ack_seconds
        self._retry_delays = tuple(retry_delays)
        self._tasks: set[asyncio.Task[None]] = set()
        self._hurry = asyncio.Event()
        self.session: aiohttp.ClientSession | None = None
        self.busy = 0
        self.waiting = 0
        state.hear = self.emit

    async def deliver(
        self, installation: AppInstallation, kind: str, payload: dict[str, Any], retry: tuple[int, str] | None = None
    ) -> AppReply:
        """Send and wait for the acknowledgement. Raises AppNotListening when there is nobody to send to."""
        started, self.busy = time.perf_counter(), self.busy + 1
        reply = AppReply("not_listening", retry=True)
        try:
            reply = await self._send(installation, kind, payload, retry)
            return reply
        finally:
            self.busy -= 1
            seconds = time.perf_counter() - started
            answer = {"error": reply.failure} if reply.failure else reply.payload
            status = 0 if reply.failure else 200
            now, where = self._state.now(), installation.workspace
            self._state.traffic.add(
                Exchange(now, "to_app", where, kind, payload, response=answer, status=status, seconds=seconds)
            )
            self._state.changes.ring("delivery")

    def emit(self, event: Event) -> None:
        """Tell every subscribed app that may see it, without waiting. Before the start there is nobody to tell."""
        if self.session is None:
            return
        for installation in self._state.installed(event.workspace):
            if event.app_id not in ("", installation.app.id):
                continue
            if event.subscription in installation.app.manifest.events and self._inside(installation, event):
                self._in_background(
                    self._with_retries(installation, payloads.event(self._state, installation, event.body))
                )

    async def tell(self, installation: AppInstallation, event: Event) -> AppReply:
        """Tell one app now and wait; unacknowledged, it comes again later. Raises AppNotListening."""
        payload = payloads.event(self._state, installation, event.body)
        reply = await self.deliver(installation, "events_api", payload)
        if reply.failure and reply.retry:
            self._in_background(self._again(installation, payload, reply.failure))
        return reply

    def hasten(self) -> None:
        """Redeliver at once the events that are waiting to be repeated."""
        self._hurry.set()
        self._hurry = asyncio.Event()

    async def close(self) -> None:
        """Give up on everything still to be delivered."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _send(
        self, installation: AppInstallation, kind: str, payload: dict[str, Any], retry: tuple[int, str] | None
    ) -> AppReply:
        app = installation.app
        try:
            if app.over_socket:
                envelope: dict[str, Any] = {"envelope_id": str(uuid.uuid4()), "type": kind, "payload": payload}
                envelope["accepts_response_payload"] = kind != "events_api"
                if kind == "events_api":
                    envelope |= {"retry_attempt": retry[0] if retry else 0, "retry_reason": retry[1] if retry else ""}
                answer = await self._sockets.send(app, envelope, self.ack_seconds)
            else:
                answer = await self._post(installation, kind, payload, retry)
        except TimeoutError:
            return AppReply("operation_timeout", retry=True)
        except Undelivered as failure:
            slow = failure.reason == "http_timeout"
            return AppReply("operation_timeout" if slow else "dispatch_failed", retry=failure.retry)
        return AppReply(payload=answer)

    async def _post(
        self, installation: AppInstallation, kind: str, payload: dict[str, Any], retry: tuple[int, str] | None
    ) -> dict[str, Any] | None:
        if self.session is None:
            raise AppNotListening("The local Slack has not been started.")
        now = int(time.time())  # noqa: TID251 - the app compares it with the wall clock, wherever the product's clock is
        seconds = self.ack_seconds
        return await post(self.session, installation.app, kind, payload, timestamp=now, seconds=seconds, retry=retry)

    async def _with_retries(self, installation: AppInstallation, payload: dict[str, Any]) -> None:
        try:
            reply = await self.deliver(installation, "events_api", payload)
        except AppNotListening:
            reply = AppReply("connection_failed", retry=True)
        if reply.failure and reply.retry:
            await self._again(installation, payload, reply.failure)

    async def _again(self, installation: AppInstallation, payload: dict[str, Any], reason: str) -> None:
        word = "http_timeout" if reason == "operation_timeout" else "http_error"
        reason = "timeout" if installation.app.over_socket else word
        for number, delay in enumerate(self._retry_delays, start=1):
            self.waiting += 1
            try:
                async with asyncio.timeout(delay):
                    await self._hurry.wait()
            except TimeoutError:
                pass
            finally:
                self.waiting -= 1
            try:
                reply = await self.deliver(installation, "events_api", payload, (number, reason))
            except AppNotListening:
                continue
            if not reply.failure or not reply.retry:
                return

    def _inside(self, installation: AppInstallation, event: Event) -> bool:
        if not event.channel:
            return True
        channel = self._state.workspaces[event.workspace].channels[event.channel]
        return installation.bot_user in channel.members

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
