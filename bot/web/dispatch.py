"""Hands Slack's requests to Bolt, whichever way they came, and lets no crowd delay anybody's acknowledgement."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from typing import Any, TypeVar

from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot import log
from bot.web.ack import PromptAck
from bot.web.person_rate_limit import PersonRateLimit
from bot.web.respond import KeptRespond
from handlers.errors import TOO_MANY, somebody_waits

logger = log.get(__name__)
Result = TypeVar("Result")
Refuse = Callable[[Mapping[str, Any]], Awaitable[BoltResponse]]
# Requests besides commands whose acknowledgement is empty. Forms, menus that search and checks wait for their content.
WORDLESS = frozenset({"block_actions", "event_callback", "message_action", "shortcut", "view_closed"})
AT_ONCE = 8  # requests for which Bolt looks for a handler at once
PATIENCE = 1.0  # seconds after which a request no longer holds up others: the database is asked for a workspace's token


class Dispatch:
    """The way into Bolt. `person_limit` tells who sends more than a person can, and `refuse` answers them.

    Most requests are acknowledged here, before anything else happens: Bolt then takes a few at a time, so that the
    event loop can go on accepting others.
    """

    def __init__(
        self, bolt: AsyncApp, person_limit: PersonRateLimit, refuse: Refuse, keep: Callable[[asyncio.Task[Any]], None]
    ) -> None:
        """`keep` is given every task, so that all of them are waited for at the end."""
        self._bolt = bolt
        self._person_limit = person_limit
        self._refuse = refuse
        self._keep = keep
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def answer(self, request: AsyncBoltRequest) -> BoltResponse:
        """The response to Slack: the acknowledgement as soon as there is one, while the handler goes on."""
        return await self._answered(request.body, lambda: request)

    async def over_socket(self, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """The payload to acknowledge a Socket Mode request with. Raises ValueError if it is not acknowledged."""
        response = await self._answered(payload, lambda: AsyncBoltRequest(mode="socket_mode", body=dict(payload)))
        if response.status != 200:
            raise ValueError(f"not acknowledged: {response.status}")
        if not response.body:
            return None
        is_json = response.headers["content-type"][0].startswith("application/json")
        answer: Mapping[str, Any] = json.loads(response.body) if is_json else {"text": response.body}
        return answer

    async def _answered(self, body: Mapping[str, Any], parsed: Callable[[], AsyncBoltRequest]) -> BoltResponse:
        if not self._person_limit.allows(body):
            if is_without_answer(body) and self._person_limit.tells(body):
                self._started(self._later(lambda: _marked(parsed())))
            return await self._refuse(body)
        if is_wordless(body):
            self._started(self._later(parsed))
            return BoltResponse(status=200)
        response = await self._handed_on(parsed(), None)
        assert response is not None
        return response

    async def _later(self, parsed: Callable[[], AsyncBoltRequest]) -> None:
        try:
            async with self._gate:
                await self._handed_on(parsed(), PATIENCE)
        except Exception as error:  # it has been acknowledged, so nobody else hears of this
            logger.error("dispatch.failed", exc_info=error)

    async def _handed_on(self, request: AsyncBoltRequest, seconds: float | None) -> BoltResponse | None:
        """The acknowledgement by the handler that Bolt finds, or by Bolt itself; None after so many seconds."""
        context = request.context
        ack = context["ack"] = PromptAck()
        context["respond"] = KeptRespond(context.response_url, self._bolt.client)
        answers = (ack.called, self._started(self._bolt.async_dispatch(request)))
        await asyncio.wait(answers, return_when=asyncio.FIRST_COMPLETED, timeout=seconds)
        return next((answer.result() for answer in answers if answer.done()), None)

    def _started(self, work: Coroutine[Any, Any, Result]) -> "asyncio.Task[Result]":
        task = asyncio.create_task(work)
        self._keep(task)
        return task


def is_without_answer(body: Mapping[str, Any]) -> bool:
    """Whether somebody waits for an answer to a request, and its acknowledgement can hold none."""
    return not body.get("command") and is_wordless(body) and somebody_waits(body)


def is_wordless(body: Mapping[str, Any]) -> bool:
    """Whether a request is acknowledged with an empty answer, however it turns out."""
    return bool(body.get("command")) or body.get("type") in WORDLESS


def _marked(request: AsyncBoltRequest) -> AsyncBoltRequest:
    request.context[TOO_MANY] = True
    return request
