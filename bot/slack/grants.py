"""Which scopes a workspace has not granted; asks Slack itself if the token comes from the settings."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.clock import Clock
from bot.domain.installations.upgrades import Upgrade
from bot.slack.clients import Clients
from bot.slack.scopes import SCOPES

FRESH = timedelta(minutes=1)


class Grants(Protocol):
    """Finds the scopes that workspaces have not granted."""

    async def lacking(self, workspace_id: str) -> Upgrade | None:
        """The scopes that this workspace has not granted, or None if it has granted all."""
        ...

    async def every(self) -> Sequence[Upgrade]:
        """The missing scopes of each live installation; installations that lack none are left out."""
        ...


class AllGranted:
    """Reports that no scope is missing, anywhere."""

    async def lacking(self, workspace_id: str) -> Upgrade | None:  # noqa: ARG002 - the same everywhere
        """None."""
        return None

    async def every(self) -> Sequence[Upgrade]:
        """Nothing."""
        return ()


ALL_GRANTED = AllGranted()


class AskedGrants:
    """The grants of a single-workspace app, whose token comes from the settings. Asks Slack, at most once a minute."""

    def __init__(self, clients: Clients, clock: Clock) -> None:
        self._clients = clients
        self._clock = clock
        self._asked_at: datetime | None = None
        self._scopes: tuple[str, ...] = ()
        self._team = ""

    async def lacking(self, workspace_id: str) -> Upgrade | None:
        """As `Grants.lacking`; also None if Slack does not say."""
        now = self._clock()
        if self._asked_at is None or now - self._asked_at >= FRESH:
            self._asked_at, self._scopes = now, await self._ask(workspace_id)
        return Upgrade(workspace_id or self._team, self._scopes) if self._scopes else None

    async def every(self) -> Sequence[Upgrade]:
        """As `Grants.every`."""
        upgrade = await self.lacking("")
        return () if upgrade is None else (upgrade,)

    async def _ask(self, workspace_id: str) -> tuple[str, ...]:
        client = await self._clients.of(workspace_id)
        try:
            answer = await client.auth_test()
        except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError):
            return ()
        self._team = str(answer.get("team_id") or "")
        return lacking(answer.headers.get("x-oauth-scopes", ""))


def lacking(granted: str) -> tuple[str, ...]:
    """Our scopes that are missing from a comma-separated list from Slack; empty if there is no list."""
    known = {scope.strip() for scope in granted.split(",") if scope.strip()}
    return tuple(scope for scope in SCOPES if scope not in known) if known else ()
