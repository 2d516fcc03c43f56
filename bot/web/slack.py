"""The endpoint that Slack calls; nothing is parsed before the signature has been verified."""

import asyncio
from uuid import uuid4

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest

from bot import log
from bot.clock import Clock
from bot.web.dispatch import Dispatch
from bot.web.guard import LARGEST, PATIENCE, Patience, plain
from bot.web.signature import HINTS, what_is_wrong

logger = log.get(__name__)


class SlackRoute:
    """Takes what Slack posts to /slack/events, and nothing else."""

    def __init__(self, dispatch: Dispatch, secret: str, clock: Clock, patience: Patience = PATIENCE) -> None:
        self._dispatch = dispatch
        self._secret = secret
        self._clock = clock
        self._patience = patience

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """The response to Slack; 401 if the signature is wrong, old or missing."""
        if "Content-Encoding" in request.headers:  # Slack sends none, and a small one may unpack to a huge one
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
        if why := what_is_wrong(self._secret, stamp, signature, body, self._clock()):
            tell = logger.info if why == "unsigned" else logger.warning  # scanners sign nothing
            tell("slack.refused", why=why, hint=HINTS[why])
            return plain(401)
        return await self._answer(request, body)

    async def _answer(self, request: web.Request, body: bytes) -> web.StreamResponse:
        try:
            heard = AsyncBoltRequest(body=body.decode(), headers=dict(request.headers))
            return await to_aiohttp_response(await self._dispatch.answer(heard))
        except Exception as error:  # signed, but not in any shape that Slack sends
            reference = uuid4().hex[:8]
            logger.warning("slack.unreadable", reference=reference, exc_info=error)
            return plain(400, f"This is not a request that Slack sends. The reference is {reference}.")
