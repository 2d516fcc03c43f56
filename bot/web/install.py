"""Installing by OAuth v2: people are sent to Slack with a state that works once, and come back with a code."""

import hmac
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import quote

from aiohttp import web

from bot import log
from bot.domain.installations.installations import STATE_LIVES, Installation
from bot.errors import Problem
from bot.services.installations.installations import Installations
from bot.slack.scopes import SCOPES
from bot.web.address_rate_limit import AddressRateLimit, address_of
from bot.web.pages import Pages
from content.models import Library

logger = log.get(__name__)

BACK = "/slack/oauth_redirect"
Installed = Callable[[Installation], Awaitable[None]]


class InstallRoutes:
    """The routes /slack/install and the one that Slack sends people back to. `installed` is called with each
    installation.
    """

    def __init__(
        self,
        installs: Installations,
        library: Library,
        pages: Pages,
        public_url: str,
        proxies: int,
        installed: Installed,
    ) -> None:
        self._installs = installs
        self._library = library
        self._pages = pages
        self._uri = f"{public_url}{BACK}"
        self._is_https = public_url.startswith("https://")
        # With this prefix the browser itself refuses the cookie from anybody but this very host, over https.
        self._cookie = "__Host-second-chair" if self._is_https else "second-chair"
        self._proxies = proxies
        self._installed = installed
        self._limit = AddressRateLimit(10, 60.0, time.monotonic)

    def routes(self) -> Mapping[str, Any]:
        """Both routes, by path."""
        return {"/slack/install": self.begin, BACK: self.end}

    async def begin(self, request: web.Request) -> web.StreamResponse:
        """Send the person to Slack. A cookie keeps the state as well, so that only this browser can finish."""
        if not self._limit.allows(address_of(request, self._proxies)):
            answer = self._failed(429, "too_often")
            answer.headers["Retry-After"] = "60"
            return answer
        assert self._installs.oauth is not None
        state, team = await self._installs.begin(), request.query.get("team", "")
        url = self._installs.oauth.authorize_url(tuple(SCOPES), state, self._uri, team)
        answer = web.Response(status=302, headers={"Location": url})
        self._set_cookie(answer, state, int(STATE_LIVES.total_seconds()))
        return answer

    async def end(self, request: web.Request) -> web.StreamResponse:
        """Finish the installation when Slack sends the person back. The state is used up even if this fails."""
        state, code = request.query.get("state", ""), request.query.get("code", "")
        if not state:  # Slack's own management pages send none
            return self._failed(400, "began_elsewhere")
        cookie = request.cookies.get(self._cookie, "")
        is_theirs = hmac.compare_digest(*(text.encode(errors="replace") for text in (cookie, state)))
        if not is_theirs or not await self._installs.spend(state):
            return self._failed(400, "spent")
        if request.query.get("error") or not code:
            return self._failed(400, "declined")
        try:
            installation = await self._installs.complete(code, self._uri)
        except Problem as problem:
            logger.warning("not_installed", why=problem.key)
            return self._show_failed(400, self._library.say(problem.key, **problem.facts))
        assert self._installs.oauth is not None
        await self._installed(installation)
        link, is_org = _link(installation, self._installs.oauth.site), installation.is_org
        answer = self._pages.show("installed", name=installation.name, link=link, is_org=is_org)
        self._set_cookie(answer, "", 0)
        return answer

    def _set_cookie(self, answer: web.Response, value: str, seconds: int) -> None:
        answer.set_cookie(
            self._cookie, value, max_age=seconds, path="/", httponly=True, secure=self._is_https, samesite="Lax"
        )

    def _failed(self, status: int, key: str) -> web.Response:
        return self._show_failed(status, self._library.say(f"web.problems.{key}"))

    def _show_failed(self, status: int, sentence: str) -> web.Response:
        return self._pages.show("failed", status, sentence=sentence)


def _link(installation: Installation, site: str) -> str:
    """The link that opens the app in Slack; for an organisation, the page for adding it to workspaces, since it is in
    none of them yet. `site` is where Slack is: slack.com, or slack-gov.com for GovSlack.

    Sources: https://docs.slack.dev/interactivity/deep-linking and https://docs.slack.dev/enterprise/
    """
    app, team = quote(installation.app_id, safe=""), quote(installation.workspace_id, safe="")
    if installation.is_org:
        return f"https://app.{site}/manage/{team}/integrations/profile/{app}/workspaces/add"
    return f"https://{site}/app_redirect?app={app}&team={team}"
