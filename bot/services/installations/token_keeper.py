"""Keeps every token fresh even if nobody needs it right now, and finishes what a dead process had begun."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

from bot import log
from bot.domain.installations.installations import SETTLES, Installation
from bot.services.background import Background
from bot.services.installations.installations import Installations

logger = log.get(__name__)
AT_ONCE = 50  # installations claimed at a time; Slack allows a hundred refreshes a minute
SIDE_BY_SIDE = 5
PAUSE = timedelta(seconds=5)  # short, since after a lost answer Slack accepts the refresh token only briefly
Settle = Callable[[Installation], Awaitable[None]]


class TokenKeeper(Background):
    """One per process. `tick` is for the heartbeat; `look` waits, for tests. `lost` is called with how many workspaces
    have to be installed again.
    """

    def __init__(
        self,
        installs: Installations,
        settle: Settle,
        lost: Callable[[int], object],
        *,
        pause: timedelta = PAUSE,
        settles: timedelta = SETTLES,
    ) -> None:
        self._installs = installs
        self._settle = settle
        self._lost = lost
        self._settles = settles
        super().__init__(installs.clock, self.look, pause, "token_look_failed")

    async def stop(self) -> None:
        """Let a running check finish: an answer from Slack that nobody reads is a lost token."""
        if self._task is not None:
            await self._task

    async def look(self) -> None:
        """Refresh what is due, finish what was left unfinished, and count what is lost."""
        database, now = self._installs.database, self._installs.clock()
        async with database.reading_installations() as store:
            due = await store.due(now, AT_ONCE)
            left = await store.unsettled(now - self._settles)
        turns = asyncio.Semaphore(SIDE_BY_SIDE)
        await asyncio.gather(*(self._renew(turns, installation) for installation in due))
        await asyncio.gather(*(self._follow_up(turns, installation) for installation in left))
        async with database.reading_installations() as store:
            lost = [*await store.refused(), *await store.stopped()]
        self._lost(len({installation.workspace_id for installation in lost}))

    async def _renew(self, turns: asyncio.Semaphore, installation: Installation) -> None:
        async with turns:
            with suppress(Exception):  # one workspace must not stop another; the error is logged where it happened
                await self._installs.renew(installation)

    async def _follow_up(self, turns: asyncio.Semaphore, installation: Installation) -> None:
        async with turns:
            try:
                await self._settle(installation)
            except Exception:
                logger.exception("installation_not_settled", workspace=installation.workspace_id)
