"""The endpoint that Slack calls; nothing is parsed before the signature has been verified."""

import asyncio
from typing import Any
from uuid import uuid4

from aiohttp import web
from slack_bolt import BoltResponse
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot import log
from bot.clock import Clock
from bot.web.guard import PATIENCE, Patience, plain
from bot.web.signature import is_signed

logger = log.get(__name__)

LARGEST = 1024 * 1024  # bytes; Slack's own payloads stay far below


class PromptAck(AsyncAck):
    """An acknowledgement that is noticed at once; Bolt by itself would look every ten milliseconds."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # Bolt gives it no annotations
        self.called: asyncio.Future[BoltResponse] = asyncio.get_running_loop().create_future()

    async def __call__(self, *args: Any, **kwargs: Any) -> BoltResponse:
        """As Bolt's own `ack`; the first call decides what Slack gets."""
        response = await super().__call__(*args, **kwargs)
        if not self.called.done():
            self.called.set_result(response)
        return response


class SlackRoute:
    """Takes what Slack posts to /slack/events, and nothing else."""

    def __init__(self, bolt: AsyncApp, secret: str, clock: Clock, patience: Patience = PATIENCE) -> None:
        self._bolt = bolt
        self._secret = secret
        self._clock = clock
        self._patience = patience
        self._going: set[asyncio.Task[BoltResponse]] = set()  # kept, since nobody else does

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The response to Slack; 401 where the signature is wrong, old or missing."""
        if request.headers.get("Content-Encoding"):  # Slack sends none, and a small one may unpack to a huge one
            return plain(415)
        if (request.content_length or 0) > LARGEST:
            return plain(413)
        try:
            async with asyncio.timeout(self._patience.body):
                body = await request.read()
        except TimeoutError:
            return plain(408)
        except ConnectionError:  # the caller has hung up
            return plain(400)
        stamp, signature = (request.headers.get(f"X-Slack-{name}", "") for name in ("Request-Timestamp", "Signature"))
        if not is_signed(self._secret, stamp, signature, body, self._clock()):
            return plain(401)
        return await self._answer(request, body)

    async def _answer(self, request: web.Request, body: bytes) -> web.StreamResponse:
        try:
            heard = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=dict(request.headers))
            return await to_aiohttp_response(await self._heard(heard))
        except Exception as error:  # signed, but in no shape that Slack sends
            reference = uuid4().hex[:8]
            logger.warning("slack.unreadable", reference=reference, exc_info=error)
            return plain(400, f"This is not what Slack sends. The reference is {reference}.")

    async def _heard(self, heard: AsyncBoltRequest) -> BoltResponse:
        """The response to Slack: the acknowledgement as soon as there is one, while the handler goes on."""
        ack = heard.context["ack"] = PromptAck()
        going = asyncio.create_task(self._bolt.async_dispatch(heard))
        self._going.add(going)
        going.add_done_callback(self._going.discard)
        await asyncio.wait({going, ack.called}, return_when=asyncio.FIRST_COMPLETED)
        return ack.called.result() if ack.called.done() else going.result()
