"""Remembers who was shown an answer that its author shared: once a viewer, answer and day."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.people.disclosures import Disclosure
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import disclosures


class DisclosureStore(Store):
    """The access log of one workspace. Its rows are their authors' to read."""

    table = disclosures

    async def note(self, seen: Iterable[Disclosure], at: datetime) -> None:
        """Somebody was shown this at the aware instant `at`; only the first time of a day counts."""
        for disclosure in seen:
            row = {"workspace_id": self.workspace_id, "at": at} | values_of(disclosure)
            await insert_new(self._connection, disclosures, row)

    async def of(self, author_id: str, subjects: Collection[str]) -> tuple[Disclosure, ...]:
        """Who was shown these things of this author, the earliest day first."""
        statement = self._select(disclosures.c.author_id == author_id, disclosures.c.subject.in_(subjects))
        rows = await self._all(statement.order_by(disclosures.c.on, disclosures.c.viewer_id))
        return tuple(Disclosure(**fields_of(row, "workspace_id", "at")) for row in rows)
