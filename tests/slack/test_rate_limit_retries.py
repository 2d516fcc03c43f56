"""We wait out a 429 on a person's request, as long as somebody may still be waiting."""

from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.rate_limit_retries import IN_ALL, LONGEST, SPREAD, HeedsRetryAfter


class Busy:
    """A Slack that answers 429 so many times, and how long the callers waited."""

    def __init__(self, times: int, headers: dict[str, str]) -> None:
        self.asked = 0
        self.waited: list[float] = []
        self._times = times
        self._headers = headers

    async def serve(self, _request: web.Request) -> web.Response:
        self.asked += 1
        if self.asked <= self._times:
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=self._headers)
        return web.json_response({"ok": True})

    async def pause(self, seconds: float) -> None:
        self.waited.append(seconds)

    async def ask(self, method: str = "users.info") -> Any:
        app = web.Application()
        app.router.add_route("*", "/{method}", self.serve)
        async with TestServer(app) as server:
            client = AsyncWebClient(
                "xoxb", base_url=str(server.make_url("/")), retry_handlers=[HeedsRetryAfter(self.pause)]
            )
            return await client.api_call(method)


@pytest.mark.parametrize(
    ("headers", "seconds"), [({"Retry-After": "30"}, 30), ({"retry-after": "2"}, 2), ({}, 1)], ids=str
)
async def test_it_asks_again_when_slack_says_so(headers: dict[str, str], seconds: int) -> None:
    slack = Busy(2, headers)
    assert (await slack.ask())["ok"]
    assert slack.asked == 3
    first, second = slack.waited
    assert (seconds <= first <= seconds + 1, seconds <= second <= seconds + 2) == (True, True)


@pytest.mark.parametrize("given", [str(int(LONGEST) + 1), "Wed, 21 Oct 2026 07:28:00 GMT"])
async def test_nobody_waits_for_ever(given: str) -> None:
    slack = Busy(1, {"Retry-After": given})
    with pytest.raises(SlackApiError):
        await slack.ask()
    assert (slack.asked, slack.waited) == (1, [])


@pytest.mark.parametrize("seconds", [0, 1, 30])
async def test_it_gives_up_after_two_minutes(seconds: int) -> None:
    """Not after a number of tries: Slack tells a whole crowd when the next may ask, and only one gets through."""
    slack = Busy(999, {"Retry-After": str(seconds)})
    with pytest.raises(SlackApiError):
        await slack.ask()
    *_, last = slack.waited
    assert IN_ALL - seconds < sum(slack.waited) <= IN_ALL + SPREAD
    assert last <= max(1, seconds) + SPREAD


@pytest.mark.parametrize(("seconds", "asked"), [pytest.param("1", 2, id="once"), pytest.param("2", 1, id="too long")])
async def test_a_form_is_asked_for_as_long_as_it_can_open(seconds: str, asked: int) -> None:
    slack = Busy(9, {"Retry-After": seconds})
    with pytest.raises(SlackApiError):
        await slack.ask("views.open")
    assert slack.asked == asked
