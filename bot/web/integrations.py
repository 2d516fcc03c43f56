"""Routes for other tools: somebody's ride-alongs as a calendar, an admin's numbers, and a description of these."""

import json
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.domain.integrations.access_keys import digest_of
from bot.services.integrations.integrations import Integrations
from bot.version import running_version
from bot.web.address_rate_limit import AddressRateLimit, address_of
from bot.web.guard import plain
from bot.web.openapi import description
from bot.web.pages import Pages

TIMES, SECONDS = 60, 60.0  # how often a secret can be used in so many seconds
FROM_ONE_ADDRESS = 10 * TIMES  # a whole company, or one provider fetching everybody's calendar, may share one
PRIVATE = {"Cache-Control": "private, no-store"}
NUMBERS = "/api/v1/numbers"


class IntegrationRoutes:
    """The routes, by path. A request without a secret learns nothing, not even whether one exists."""

    def __init__(self, integrations: Integrations, pages: Pages, site: str, proxies: int) -> None:
        self._integrations = integrations
        self._pages = pages
        self._site = site
        self._proxies = proxies
        self._secrets = AddressRateLimit(TIMES, SECONDS, time.monotonic)
        self._addresses = AddressRateLimit(FROM_ONE_ADDRESS, SECONDS, time.monotonic)

    def routes(self) -> Mapping[str, Any]:
        """Each route, by its path."""
        return {
            "/calendar/{secret}.ics": self._calendar,
            NUMBERS: self._numbers,
            f"{NUMBERS}.csv": self._numbers,
            "/api/openapi.json": self._openapi,
            "/api": self._api,
        }

    async def _calendar(self, request: web.Request) -> web.StreamResponse:
        secret = request.match_info["secret"]
        if refused := self._too_often(request, secret):
            return refused
        file = await self._integrations.calendar_for(secret)
        if file is None:
            return plain(404)
        return web.Response(text=file, content_type="text/calendar", headers=PRIVATE)

    async def _numbers(self, request: web.Request) -> web.StreamResponse:
        secret = _secret(request)
        if refused := self._too_often(request, secret):
            return refused
        numbers = await self._integrations.numbers_for(secret)
        if numbers is None:
            return _no()
        if request.path.endswith(".csv"):
            return web.Response(text=numbers.as_csv(), content_type="text/csv", headers=PRIVATE)
        return web.json_response(numbers.as_json(), headers=PRIVATE)

    async def _openapi(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(description(self._site, running_version()))

    async def _api(self, _request: web.Request) -> web.StreamResponse:
        described = description(self._site, running_version())
        return self._pages.show("api", described=described, document=json.dumps(described, indent=2))

    def _too_often(self, request: web.Request, secret: str) -> web.Response | None:
        """A 429 if the secret or its address asked too often. A request refused because of its secret does not count
        for the address, so that others there can go on.
        """
        of_secret = self._secrets.allows(digest_of(secret))
        if of_secret and self._addresses.allows(address_of(request, self._proxies)):
            return None
        answer = plain(429)
        answer.headers["Retry-After"] = str(int(SECONDS))
        return answer


def _secret(request: web.Request) -> str:
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    return secret.strip() if kind.lower() == "bearer" else ""


def _no() -> web.Response:
    answer = plain(401)
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
