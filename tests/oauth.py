"""A Slack with only OAuth v2, over real HTTP: codes and refresh tokens work once, and tokens rotate on request."""

import asyncio
from collections import Counter
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.slack.oauth import OAuthClient

TWELVE_HOURS = 43_200


class OAuthSlack:
    """`async with OAuthSlack() as slack:`; `codes`: what each stands for; `spent`: how often each was exchanged."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, Any]] = {}
        self.refresh_tokens: set[str] = set()
        self.spent: Counter[str] = Counter()
        self.answering = asyncio.Event()
        self.asked = asyncio.Event()
        self.fault = ""
        self.answering.set()
        self._issued = 0
        self._runner: web.AppRunner | None = None
        self.base_url = ""

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/api/oauth.v2.access", self._access)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.base_url = f"http://{host}:{port}/api/"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._runner is not None
        await self._runner.cleanup()

    def oauth(self) -> OAuthClient:
        """The app's side of it."""
        return OAuthClient("1.2", "s3cret", self.base_url)

    def code(self, team: str = "T1", *, rotates: bool = False, name: str = "", **facts: Any) -> str:
        """A code as Slack gives it to somebody who allowed the app in a workspace."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = {"team": {"id": team, "name": name or f"Team {team}"}, "rotates": rotates} | facts
        return code

    async def _access(self, request: web.Request) -> web.Response:
        given = {name: str(value) for name, value in (await request.post()).items()}
        self.asked.set()
        await self.answering.wait()
        return web.json_response(self._answer(given))

    def _answer(self, given: dict[str, str]) -> dict[str, Any]:
        if self.fault:
            return {"ok": False, "error": self.fault}
        if given.get("grant_type") == "refresh_token":
            token = given["refresh_token"]
            self.spent[token] += 1
            if token not in self.refresh_tokens:
                return {"ok": False, "error": "invalid_refresh_token"}
            self.refresh_tokens.remove(token)
            return {"ok": True} | self._tokens(rotates=True)
        self.spent[given["code"]] += 1
        facts = self.codes.get(given["code"])
        if facts is None or self.spent[given["code"]] > 1:
            return {"ok": False, "error": "invalid_code"}
        rest = {name: value for name, value in facts.items() if name != "rotates"}
        about = {"ok": True, "app_id": "A1", "bot_user_id": "UBOT", "scope": "chat:write,commands"}
        about |= {"enterprise": None, "is_enterprise_install": False, "authed_user": {"id": "U1"}}
        return about | self._tokens(rotates=facts["rotates"]) | rest

    def _tokens(self, *, rotates: bool) -> dict[str, Any]:
        self._issued += 1
        if not rotates:
            return {"access_token": f"xoxb-{self._issued}"}
        refresh = f"xoxe-1-{self._issued}"
        self.refresh_tokens.add(refresh)
        return {"access_token": f"xoxe.xoxb-{self._issued}", "refresh_token": refresh, "expires_in": TWELVE_HOURS}
