"""Hands Slack's requests to Bolt, whichever way they came, and keeps one person from crowding out the rest."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.web.crowd import Crowd

Refuse = Callable[[Mapping[str, Any]], Awaitable[BoltResponse]]


class PromptAck(AsyncAck):
    """Reports in the same moment that a request was acknowledged; Bolt by itself looks every ten milliseconds."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Bolt gives it no annotations
        self.called: asyncio.Future[BoltResponse] = asyncio.get_running_loop().create_future()

    async def __call__(self, *args: Any, **kwargs: Any) -> BoltResponse:
        """As Bolt's own; the first call is the response to Slack."""
        response = await super().__call__(*args, **kwargs)
        if not self.called.done():
            self.called.set_result(response)
        return response


class Dispatch:
    """The way into Bolt. `crowd` tells who sends more than a person can, and `refuse` answers them."""

    def __init__(self, bolt: AsyncApp, crowd: Crowd | None = None, refuse: Refuse | None = None) -> None:
        self._bolt = bolt
        self._crowd = crowd
        self._refuse = refuse
        self._going: set[asyncio.Task[BoltResponse]] = set()  # kept, since nobody else does

    async def answer(self, request: AsyncBoltRequest) -> BoltResponse:
        """The response to Slack: the acknowledgement as soon as there is one, while the handler goes on."""
        return await self._refused(request.body) or await self._handed_on(request)

    async def _refused(self, body: Mapping[str, Any]) -> BoltResponse | None:
        """The response to somebody who sends too much; None for everybody else."""
        if self._crowd is None or self._crowd.lets(body):
            return None
        return await self._refuse(body) if self._refuse is not None else BoltResponse(status=200)

    async def _handed_on(self, request: AsyncBoltRequest) -> BoltResponse:
        ack = request.context["ack"] = PromptAck()
        going = asyncio.create_task(self._bolt.async_dispatch(request))
        self._going.add(going)
        going.add_done_callback(self._going.discard)
        await asyncio.wait({going, ack.called}, return_when=asyncio.FIRST_COMPLETED)
        return ack.called.result() if ack.called.done() else going.result()

    async def over_socket(self, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The payload to acknowledge a Socket Mode request with. Raises ValueError where it is not acknowledged."""
        response = await self._refused(payload)  # before Bolt has parsed anything
        if response is None:
            response = await self._handed_on(AsyncBoltRequest(mode="socket_mode", body=dict(payload)))
        if response.status != 200:
            raise ValueError(f"not acknowledged: {response.status}")
        if not response.body:
            return None
        is_json = response.headers.get("content-type", [""])[0].startswith("application/json")
        answer: Mapping[str, Any] = json.loads(response.body) if is_json else {"text": response.body}
        return answer
