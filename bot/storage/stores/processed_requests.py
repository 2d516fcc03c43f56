"""Stores for an hour the requests that Slack may deliver twice."""

from datetime import datetime, timedelta

from bot.storage.base.rows import insert_new
from bot.storage.base.store import Store
from bot.storage.tables import seen

KEPT = timedelta(hours=1)


class ProcessedRequestStore(Store):
    """The requests that one workspace sent lately."""

    table = seen

    async def is_new(self, key: str, at: datetime) -> bool:
        """Whether `key` is new; afterwards it is known."""
        return await insert_new(self._connection, seen, {"workspace_id": self.workspace_id, "key": key, "at": at}) == 1

    async def forget(self, key: str) -> None:
        """Forget `key`, so that a request that failed can be repeated."""
        await self._connection.execute(self._delete(seen.c.key == key))
