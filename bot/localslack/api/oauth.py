"""OAuth v2 with token rotation, as Slack documents it: what works once, what keeps working, and for how long.

Sources: https://docs.slack.dev/authentication/installing-with-oauth and, for tokens that rotate,
https://docs.slack.dev/authentication/using-token-rotation: "Refresh tokens are designed to be used once. After calling
oauth.v2.access, the refresh token you used is revoked after a short grace period" (how short is not said);
"calling oauth.v2.access will not immediately invalidate your existing access token"; and "a limit of 2 active tokens:
if more than 2 tokens exist after the refresh, the oldest additional token will be revoked".
"""

import hmac
from collections import Counter
from dataclasses import KW_ONLY, dataclass
from typing import Any

from aiohttp import web
from yarl import URL

from bot.localslack.state.apps import App, AppInstallation
from bot.localslack.state.errors import SlackError
from bot.localslack.state.ids import secret
from bot.localslack.state.organisation import install
from bot.localslack.state.state import State

ACCESS = "oauth.v2.access"
TWELVE_HOURS = 43_200
CODE_LIVES = 600.0
ACTIVE = 2
GRACE = 60.0  # our reading of "short"; a caller that wants to be strict sets 0


@dataclass(slots=True)
class Code:
    """An authorization code; it works once, for ten minutes."""

    app: App
    workspace: str
    user: str
    scopes: tuple[str, ...]
    redirect_uri: str
    _: KW_ONLY
    until: float


@dataclass(slots=True)
class AccessGrant:
    """A token that expires at `until`, unless it was revoked before. Newer ones have a higher `number`."""

    installation: AppInstallation
    number: int
    until: float
    revoked: bool = False


@dataclass(slots=True)
class Refresh:
    """A refresh token; `until` is the end of its grace period once it was used."""

    installation: AppInstallation
    until: float | None = None


class OAuthServer:
    """Issues codes and exchanges them. Tests change `token_seconds` and `grace`.

    `exchanged` counts every code and refresh token that was exchanged for tokens.
    """

    def __init__(self, state: State) -> None:
        self.token_seconds = TWELVE_HOURS
        self.grace = GRACE
        self.exchanged: Counter[str] = Counter()
        self._state = state
        self._codes: dict[str, Code] = {}
        self._access: dict[str, AccessGrant] = {}
        self._refresh: dict[str, Refresh] = {}
        self._issued = 0

    def allow(self, app: App, workspace_id: str, user_id: str, redirect_uri: str, scopes: tuple[str, ...] = ()) -> str:
        """Press Allow as a person. Returns the code that their browser brings to the app."""
        code = secret("code")
        until = self._state.monotonic() + CODE_LIVES
        self._codes[code] = Code(app, workspace_id, user_id, scopes or app.manifest.scopes, redirect_uri, until=until)
        return code

    async def authorize(self, request: web.Request) -> web.StreamResponse:
        """The page that asks for permission, on which an admin of the workspace (`team`) presses Allow at once."""
        asked = request.query
        app = next((app for app in self._state.apps.values() if app.client_id == asked.get("client_id")), None)
        if app is None:
            return web.Response(status=400, text="invalid_client_id")
        scopes = tuple(scope for scope in asked.get("scope", "").split(",") if scope)
        if unknown := set(scopes) - set(app.manifest.scopes):
            self._state.refuse("authorize", f"The manifest does not have the scopes {', '.join(sorted(unknown))}.")
            return web.Response(status=400, text="invalid_scope")
        org = self._state.organisations.get(asked.get("team", ""))
        first = org.workspaces[0] if org else asked.get("team", "")
        where = self._state.workspaces.get(first) or next(iter(self._state.workspaces.values()))
        somebody = next(user for user in where.users.values() if user.is_admin and not user.is_bot)
        redirect_uri = asked.get("redirect_uri", "")
        code = self.allow(app, org.id if org else where.id, somebody.id, redirect_uri, scopes)
        back = URL(redirect_uri).update_query(code=code, state=asked.get("state", ""))
        return web.Response(status=302, headers={"Location": str(back)})

    def access(self, args: dict[str, Any]) -> dict[str, Any]:
        """`oauth.v2.access`. Raises SlackError."""
        arguments = {name: str(value) for name, value in args.items()}
        app = next((app for app in self._state.apps.values() if app.client_id == arguments.get("client_id")), None)
        if app is None:
            raise SlackError("invalid_client_id")
        if not hmac.compare_digest(app.client_secret, arguments.get("client_secret", "")):
            raise SlackError("bad_client_secret")
        if arguments.get("grant_type") == "refresh_token":
            return self._refreshed(app, arguments.get("refresh_token", ""))
        if "grant_type" in arguments and arguments["grant_type"] != "authorization_code":
            raise SlackError("invalid_grant_type")
        return self._installed(app, arguments)

    def bearer(self, token: str) -> AppInstallation | None:
        """The grant of a rotating token; None where it is not one of ours. Raises SlackError where it has expired."""
        access = self._access.get(token)
        if access is None:
            return None
        if access.revoked:
            raise SlackError("token_revoked")
        if access.until <= self._state.monotonic():
            raise SlackError("token_expired")
        return access.installation

    def workspace_of(self, token: str) -> str:
        """The workspace of a rotating token, expired or not; "" for any other."""
        access = self._access.get(token)
        return access.installation.workspace if access else ""

    def _installed(self, app: App, arguments: dict[str, str]) -> dict[str, Any]:
        code = self._codes.pop(arguments.get("code", ""), None)
        if code is None or code.app is not app:
            raise SlackError("invalid_code")
        if code.until <= self._state.monotonic():
            raise SlackError("code_expired")
        if code.redirect_uri != arguments.get("redirect_uri", ""):
            raise SlackError("bad_redirect_uri")
        self.exchanged[arguments["code"]] += 1
        org = self._state.organisations.get(code.workspace)
        known = (
            installation
            for installation in self._state.installations
            if installation.app is app and not installation.dead
        )
        living = [
            installation
            for installation in known
            if code.workspace in (installation.org, "" if installation.org else installation.workspace)
        ]
        made = living or (install(self._state, app, org) if org else [self._state.install(app, code.workspace)])
        for installation in made:
            installation.scopes = code.scopes
        installation = made[0]
        return self._answer(installation) | {"authed_user": {"id": code.user}}

    def _refreshed(self, app: App, token: str) -> dict[str, Any]:
        known, now = self._refresh.get(token), self._state.monotonic()
        if known is None or known.installation.app is not app or known.installation.dead:
            raise SlackError("invalid_refresh_token")
        if known.until is not None and known.until <= now:
            raise SlackError("invalid_refresh_token")
        self.exchanged[token] += 1
        known.until = now + self.grace if known.until is None else known.until
        return self._answer(known.installation)

    def _answer(self, installation: AppInstallation) -> dict[str, Any]:
        where, org = self._state.workspaces[installation.workspace], self._state.organisations.get(installation.org)
        return {
            "ok": True,
            "app_id": installation.app.id,
            "bot_user_id": installation.bot_user,
            "scope": ",".join(installation.scopes),
            "token_type": "bot",
            "team": None if org else {"id": where.id, "name": where.name},
            "enterprise": org.shown() if org else None,
            "is_enterprise_install": org is not None,
            **self._tokens(installation),
        }

    def _tokens(self, installation: AppInstallation) -> dict[str, Any]:
        if not installation.app.manifest.token_rotation:
            return {"access_token": installation.bot_token}
        self._issued += 1
        now, access, refresh = self._state.monotonic(), secret("xoxe.xoxb-1"), secret("xoxe-1")
        self._access[access] = AccessGrant(installation, self._issued, now + self.token_seconds)
        self._refresh[refresh] = Refresh(installation)
        grants = [grant for grant in self._access.values() if grant.installation is installation and not grant.revoked]
        active = sorted((grant for grant in grants if grant.until > now), key=lambda grant: grant.number)
        for oldest in active[:-ACTIVE]:
            oldest.revoked = True
        return {"access_token": access, "refresh_token": refresh, "expires_in": self.token_seconds}
