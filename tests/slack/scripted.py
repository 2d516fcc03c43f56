"""A Slack over real HTTP with scripted answers, for the tests of our requests to it."""

import asyncio
from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

ScriptedAnswer = Callable[[web.Request, dict[str, Any]], web.StreamResponse | None]


class Scripted:
    """A Slack whose next answers are scripted by method; it remembers what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, list[ScriptedAnswer]] = {}
        self.bearers: list[str] = []  # each call's token
        self.tokens: list[str] = []  # the outdated and the newest token; "" for none
        self.patience = aiohttp.ClientTimeout(total=60)
        self._session: aiohttp.ClientSession | None = None

    def say(self, method: str, answer: dict[str, Any], status: int = 200, **headers: str) -> None:
        """Add the next answer to a method."""
        self.then(method, lambda *_: web.json_response(answer, status=status, headers=headers))

    def then(self, method: str, answer: ScriptedAnswer) -> None:
        """Add what happens at the next call of a method; None closes the connection."""
        self.answers.setdefault(method, []).append(answer)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        given: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            given |= await request.json()
        else:
            given |= dict(await request.post())
        method = request.path.rsplit("/", 1)[-1]
        self.asked.append((method, given))
        self.bearers.append(request.headers["Authorization"].removeprefix("Bearer "))
        answer = self.answers[method].pop(0)(request, given)
        if answer is None:
            assert request.transport is not None
            request.transport.close()
            raise asyncio.CancelledError
        return answer

    def known(self, _workspace_id: str) -> Any:
        """None: each post asks for its token."""

    async def of(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient:
        """The client of a workspace. Raises ConnectionError where there is no token."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self.patience)
        token = self.tokens[-1 if newest else 0] if self.tokens else f"xoxb-{workspace_id}"
        if not token:
            raise ConnectionError("no token")
        return AsyncWebClient(token, base_url=self.url, session=self._session, retry_handlers=[])

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
