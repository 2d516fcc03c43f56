"""Retries after Slack's rate limits, for people's requests, never for what the engine sends."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

LONGEST_FOR_A_FORM = 1.0  # seconds, once: the trigger that opens it expires three seconds after the press
LONGEST = 60.0  # seconds that one wait may take
IN_ALL = 120.0  # seconds in all; nobody waits longer, and the next look shows the right thing anyway
SPREAD = 16.0  # seconds over which those refused often spread their next request
MOST_TRIES = 120
WAITED = "waited"
FORMS = ("views.open", "views.push")


class HeedsRetryAfter(AsyncRetryHandler):
    """Asks again after a 429, once its `Retry-After` is over: Slack did nothing, so nothing is done twice.

    The SDK's own handler waits for as long as Slack says, even an hour.
    """

    def __init__(self, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        super().__init__(max_retry_count=MOST_TRIES)
        self._pause = pause

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - the SDK gives it
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        if request.url.endswith(FORMS):
            return not state.current_attempt and _seconds(response.headers) <= LONGEST_FOR_A_FORM
        seconds = _seconds(response.headers)
        return seconds <= LONGEST and _waited(state) + seconds <= IN_ALL

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,  # noqa: ARG002 - the SDK gives it
        response: HttpResponse | None = None,
        error: Exception | None = None,  # noqa: ARG002 - as above
    ) -> None:
        """Wait for as long as Slack says, plus a random time whose limit doubles with each try. Slack tells everybody
        in a crowd when one more may ask, so otherwise all would ask at the same moment.
        """
        assert response is not None
        longer = random.random() * min(2.0**state.current_attempt, SPREAD)  # noqa: S311 - no secret depends on it
        seconds = max(1.0, _seconds(response.headers)) + longer
        await self._pause(seconds)
        state.custom_values = {WAITED: _waited(state) + seconds}
        state.next_attempt_requested = True
        state.increment_current_attempt()


def _waited(state: RetryState) -> float:
    """Seconds that this call has waited so far."""
    return float((state.custom_values or {}).get(WAITED, 0.0))


def _seconds(headers: Mapping[str, Any]) -> float:
    """The `Retry-After` of an answer in seconds; 1 if it has none, and for ever if it is not a number."""
    given = next((values for name, values in headers.items() if name.lower() == "retry-after"), "1")
    first = str(given if isinstance(given, str | int) else given[0])
    return float(first) if first.isdigit() else LONGEST + 1
