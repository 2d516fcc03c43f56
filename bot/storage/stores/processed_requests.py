"""Remembers for an hour what Slack may deliver twice."""

from datetime import datetime, timedelta

from bot.storage.base.rows import insert_new
from bot.storage.base.store import Store
from bot.storage.tables import seen

KEPT = timedelta(hours=1)


class ProcessedRequestStore(Store):
    """The requests that one workspace sent lately."""

    table = seen

    async def is_new(self, key: str, at: datetime) -> bool:
        """Whether `key` comes for the first time; from now on it does not."""
        return await insert_new(self._connection, seen, {"workspace_id": self.workspace_id, "key": key, "at": at}) == 1

    async def forget(self, key: str) -> None:
        """Let `key` come again, since what it asked for failed."""
        await self._connection.execute(self._delete(seen.c.key == key))
