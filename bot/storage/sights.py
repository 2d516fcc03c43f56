"""Remembers who saw an answer that its author shared, and when first."""

from datetime import datetime

from bot.storage.rows import insert_new
from bot.storage.store import Store
from bot.storage.tables import sights


class Sights(Store):
    """The access log of one workspace. Its rows are their authors' to read, in `/secondchair export`."""

    table = sights

    async def add(self, author_id: str, subject: str, viewer_id: str, at: datetime) -> None:
        """Somebody saw it; only the first time counts. `subject` is the ride-along that it is about."""
        row = {"author_id": author_id, "subject": subject, "viewer_id": viewer_id, "at": at}
        await insert_new(self._connection, sights, {"workspace_id": self.workspace_id} | row)

    async def of(self, author_id: str) -> list[tuple[str, str, datetime]]:
        """Who saw what of this author: subject, viewer and when (aware UTC), the newest first."""
        rows = await self._all(self._select(sights.c.author_id == author_id).order_by(sights.c.at.desc()))
        return [(row.subject, row.viewer_id, row.at) for row in rows]
