"""Stores the nudges that somebody set up for a channel."""

from typing import Any

from sqlalchemy import Select, select

from bot.domain.people.people import ChannelNudge
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import channel_nudges


@prebuilt
def _all(workspace_id: str) -> Select[Any]:
    c = channel_nudges.c
    return select(channel_nudges).where(c.workspace_id == workspace_id).order_by(c.channel_id, c.nudge)


class ChannelNudgeStore(Store):
    """The channel nudges of one workspace."""

    table = channel_nudges

    async def get(self, channel_id: str, nudge: str) -> ChannelNudge | None:
        """That nudge of that channel, or None."""
        row = await self._first(
            self._select(channel_nudges.c.channel_id == channel_id, channel_nudges.c.nudge == nudge)
        )
        return row and ChannelNudge(**fields_of(row))

    async def all(self) -> list[ChannelNudge]:
        """Every channel nudge, by channel."""
        rows = await self._all(_all(self.workspace_id))
        return [ChannelNudge(**fields_of(row)) for row in rows]

    async def counts(self) -> tuple[int, int]:
        """How many are running, and how many are paused."""
        rows = await self._all(select(channel_nudges.c.paused_for).where(self._mine()))
        paused = sum(row.paused_for is not None for row in rows)
        return len(rows) - paused, paused

    async def kinds(self) -> set[str]:
        """The keys of the nudges that are running in some channel."""
        running = self._mine(channel_nudges.c.paused_for.is_(None))
        return {row.nudge for row in await self._all(select(channel_nudges.c.nudge).where(running).distinct())}

    async def save(self, nudge: ChannelNudge) -> None:
        """Write a channel nudge, replacing the former one of that kind in that channel."""
        await self._save(nudge)

    async def remove(self, channel_id: str, nudge: str) -> None:
        """Delete a channel nudge."""
        await self._connection.execute(
            self._delete(channel_nudges.c.channel_id == channel_id, channel_nudges.c.nudge == nudge)
        )
