"""Slack's OAuth v2: the address that people are sent to, and the exchange of codes and refresh tokens for access
tokens.

Source: https://docs.slack.dev/authentication/installing-with-oauth
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.installations.installations import Installation, Tokens
from bot.errors import Problem
from bot.slack.codes import code_of
from bot.slack.site import site_of

# Slack's answers about a code that can no longer be used.
SPENT = frozenset({"invalid_code", "code_already_used", "code_expired", "invalid_grant_type", "bad_redirect_uri"})
# The same about a refresh token: https://docs.slack.dev/reference/methods/oauth.v2.access, "Errors". Anything else,
# such as bad_client_secret, is our problem or Slack's, and can be put right.
REVOKED = frozenset({"invalid_refresh_token", "token_revoked", "token_expired"})


class RefreshRefused(Exception):
    """Slack will never take this refresh token again; `code` is its reason."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class OAuthClient:
    """The OAuth client with the app's identity. `base_url` is the address of the Web API; the secret never appears in a
    repr.
    """

    client_id: str
    client_secret: str = field(repr=False)
    base_url: str = "https://slack.com/api/"

    @property
    def site(self) -> str:
        """The host of Slack's own pages."""
        return site_of(self.base_url)

    def authorize_url(self, scopes: Sequence[str], state: str, redirect_uri: str, team: str = "") -> str:
        """The address at which Slack asks for permission to install; `team` preselects a workspace."""
        query = {"client_id": self.client_id, "scope": ",".join(scopes), "user_scope": "", "state": state}
        query |= {"redirect_uri": redirect_uri} | ({"team": team} if team else {})
        return f"{self.base_url.removesuffix('api/')}oauth/v2/authorize?{urlencode(query)}"

    async def install(self, code: str, redirect_uri: str, now: datetime) -> Installation:
        """The installation that `code` is exchanged for. Raises Problem if Slack refuses it or cannot be reached."""
        try:
            answer = await self._access(code=code, redirect_uri=redirect_uri)
        except SlackApiError as error:
            code = code_of(error)
            key = "unreachable" if not code else "spent" if code in SPENT else "refused"
            raise Problem(f"web.problems.{key}", reason=code) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            raise Problem("web.problems.unreachable") from None
        return installation_of(answer, now)

    async def refresh(self, refresh_token: str, now: datetime) -> Tokens:
        """Fresh tokens for a refresh token, which this uses up. Raises RefreshRefused if it already was, and
        SlackApiError, aiohttp.ClientError or TimeoutError if it can be tried again.
        """
        try:
            answer = await self._access(grant_type="refresh_token", refresh_token=refresh_token)
        except SlackApiError as error:
            code = code_of(error)
            if code in REVOKED:
                raise RefreshRefused(code) from None
            raise
        return _tokens(answer, now)

    async def _access(self, **arguments: str) -> dict[str, Any]:
        client = AsyncWebClient(base_url=self.base_url, retry_handlers=[], timeout=10)
        known = {"client_id": self.client_id, "client_secret": self.client_secret}
        answer = await client.api_call("oauth.v2.access", data=known | arguments)
        assert isinstance(answer.data, dict)
        return answer.data


def installation_of(answer: dict[str, Any], now: datetime) -> Installation:
    """The installation in Slack's answer. Raises Problem if it has no bot token or no workspace."""
    team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
    is_org = bool(answer.get("is_enterprise_install"))
    workspace_id = enterprise.get("id") if is_org else team.get("id")
    if not workspace_id or not str(answer.get("access_token") or "").startswith(("xoxb-", "xoxe.xoxb-")):
        raise Problem("web.problems.refused", reason="no_bot_token")
    tokens = _tokens(answer, now)
    return Installation(
        workspace_id=workspace_id,
        installed_at=now,
        token=tokens.token,
        refresh_token=tokens.refresh_token,
        expires_at=tokens.expires_at,
        name=str((enterprise if is_org else team).get("name") or "")[:200],
        enterprise_id=enterprise.get("id"),
        is_org=is_org,
        app_id=answer.get("app_id") or "",
        bot_user_id=answer.get("bot_user_id") or "",
        installer_id=(answer.get("authed_user") or {}).get("id") or "",
        scopes=tuple(scope.strip() for scope in str(answer.get("scope") or "").split(",") if scope.strip()),
    )


def _tokens(answer: dict[str, Any], now: datetime) -> Tokens:
    seconds = answer.get("expires_in")
    expires_at = now + timedelta(seconds=int(seconds)) if seconds else None
    return Tokens(answer.get("access_token") or "", answer.get("refresh_token") or "", expires_at)
