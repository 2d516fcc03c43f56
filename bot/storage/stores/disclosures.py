"""Remembers who was shown an answer that its author shared: once a viewer, answer and day."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.people.disclosures import Sight
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import sights


class Sights(Store):
    """The access log of one workspace. Its rows are their authors' to read."""

    table = sights

    async def note(self, seen: Iterable[Sight], at: datetime) -> None:
        """Somebody was shown this at the aware instant `at`; only the first time of a day counts."""
        for one in seen:
            row = {"workspace_id": self.workspace_id, "at": at} | values_of(one)
            await insert_new(self._connection, sights, row)

    async def of(self, author_id: str, subjects: Collection[str]) -> tuple[Sight, ...]:
        """Who was shown these things of this author, the earliest day first."""
        mine = self._select(sights.c.author_id == author_id, sights.c.subject.in_(subjects))
        rows = await self._all(mine.order_by(sights.c.on, sights.c.viewer_id))
        return tuple(Sight(**fields_of(row, "workspace_id", "at")) for row in rows)
