"""Socket Mode: the WebSockets of apps, envelopes over them and their acknowledgements.

Source: https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.localslack.state.apps import App
from bot.localslack.state.errors import AppNotListening, SlackError
from bot.localslack.state.ids import secret
from bot.localslack.state.state import State

MOST_CONNECTIONS = 10


@dataclass(slots=True)
class Connections:
    """The open connections of one app, and whose turn it is."""

    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    turn: int = 0


class Sockets:
    """Hands out tickets, keeps connections and sends envelopes round robin."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._tickets: dict[str, App] = {}
        self._of_app: dict[str, Connections] = {}
        self._waiting: dict[str, asyncio.Future[dict[str, Any] | None]] = {}

    def ticket(self, app: App) -> str:
        """A WebSocket URL that works for one connection. Raises SlackError."""
        if not app.over_socket:
            raise SlackError("socket_mode_not_enabled")
        ticket = secret("ticket")
        self._tickets[ticket] = app
        return f"{self._state.origin.replace('http', 'ws', 1)}/link?ticket={ticket}&app_id={app.id}"

    def connections(self, app: App) -> int:
        """How many are open."""
        return len(self._connections(app).sockets)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection, from hello to the end."""
        app = self._tickets.pop(request.query.get("ticket", ""), None)
        if app is None:
            return web.Response(status=403, text="invalid ticket")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connections = self._connections(app)
        if len(connections.sockets) >= MOST_CONNECTIONS:
            await socket.send_json({"type": "disconnect", "reason": "too_many_websockets"})
            await socket.close()
            return socket
        connections.sockets.append(socket)
        try:
            await socket.send_json(self._hello(app))
            self._state.changes.ring("connection")
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._hear(str(message.data))
        finally:
            connections.sockets.remove(socket)
            self._state.changes.ring("connection")
        return socket

    async def send(self, app: App, envelope: dict[str, Any], seconds: float) -> dict[str, Any] | None:
        """Send an envelope and wait. Returns the payload of the acknowledgement, None when it has none.

        Raises AppNotListening without a connection and TimeoutError after real `seconds`.
        """
        connections = self._connections(app)
        ready = [socket for socket in connections.sockets if not socket.closed]
        if not ready:
            raise AppNotListening(f"{app.manifest.name} is not connected.")
        connections.turn += 1
        socket = ready[connections.turn % len(ready)]
        key = envelope["envelope_id"]
        self._waiting[key] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                try:
                    await socket.send_json(envelope)
                except ConnectionError:
                    raise AppNotListening(f"{app.manifest.name} has just disconnected.") from None
                return await self._waiting[key]
        finally:
            del self._waiting[key]

    async def disconnect(self, app: App, reason: str = "refresh_requested") -> None:
        """Ask every connection of an app to come back on a new one, as Slack does every few hours."""
        for socket in tuple(self._connections(app).sockets):
            await socket.send_json({"type": "disconnect", "reason": reason, "debug_info": {"host": "local"}})

    async def drop(self, app: App) -> None:
        """Close every connection of an app without warning."""
        for socket in tuple(self._connections(app).sockets):
            await socket.close()

    async def close(self) -> None:
        """Close them all."""
        for connections in self._of_app.values():
            for socket in tuple(connections.sockets):
                await socket.close()

    def _hear(self, text: str) -> None:
        try:
            message = json.loads(text)
            waiting = self._waiting.get(message["envelope_id"])
        except (ValueError, KeyError, TypeError):
            self._state.refuse("socket", f"Not an acknowledgement: {text[:200]}")
            return
        if waiting is None or waiting.done():
            self._state.refuse("socket", f"Acknowledged too late, or twice: {message['envelope_id']}")
        else:
            payload = message.get("payload") or None
            waiting.set_result(payload if isinstance(payload, dict | None) else {"text": str(payload)})

    def _hello(self, app: App) -> dict[str, Any]:
        info = {"host": "local-slack", "build_number": 1, "approximate_connection_time": 18060}
        connected = {"num_connections": self.connections(app), "connection_info": {"app_id": app.id}}
        return {"type": "hello", "debug_info": info, **connected}

    def _connections(self, app: App) -> Connections:
        return self._of_app.setdefault(app.id, Connections())
