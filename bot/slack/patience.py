"""Retries after Slack's rate limits, for requests of people, never for what the engine sends."""

from typing import Any

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState

LONGEST = 60  # seconds; nobody waits longer, and the next look shows the right thing anyway
TRIES = 4  # after the first


class HeedsRetryAfter(AsyncRateLimitErrorRetryHandler):
    """Asks again after a 429, once its `Retry-After` is over: Slack did nothing, so nothing is done twice."""

    def __init__(self) -> None:
        super().__init__(max_retry_count=TRIES)

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or not await super()._can_retry_async(
            state=state, request=request, response=response, error=error
        ):
            return False
        return _seconds(response.headers) <= LONGEST


def _seconds(headers: dict[str, Any]) -> int:
    """The `Retry-After` of an answer; one second where it has none, as the SDK takes it."""
    given = next((values for name, values in headers.items() if name.lower() == "retry-after"), ["1"])
    first = given if isinstance(given, str) else given[0]
    return int(first) if str(first).isdigit() else LONGEST + 1
