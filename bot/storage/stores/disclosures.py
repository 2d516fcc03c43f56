"""Stores who was shown an answer that its author shared: one row for each viewer, answer and day."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.people.disclosures import Disclosure
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import disclosures


class DisclosureStore(Store):
    """The access log of one workspace. Authors may read the rows about their own answers."""

    table = disclosures

    async def note(self, seen: Iterable[Disclosure], at: datetime) -> None:
        """Record that somebody was shown this at the aware instant `at`; only the first time on a day counts."""
        for disclosure in seen:
            row = {"workspace_id": self.workspace_id, "at": at} | values_of(disclosure)
            await insert_new(self._connection, disclosures, row)

    async def of(self, author_id: str, subjects: Collection[str]) -> tuple[Disclosure, ...]:
        """The disclosures of these answers of this author, the earliest day first."""
        statement = self._select(disclosures.c.author_id == author_id, disclosures.c.subject.in_(subjects))
        rows = await self._all(statement.order_by(disclosures.c.on, disclosures.c.viewer_id))
        return tuple(Disclosure(**fields_of(row, "workspace_id", "at")) for row in rows)
