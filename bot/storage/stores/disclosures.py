"""Stores who was shown an answer that its author shared: one row for each viewer, answer and day."""

from collections.abc import Collection, Iterable
from datetime import datetime

from bot.domain.people.disclosures import Disclosure
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import disclosures


class DisclosureStore(Store):
    """The access log of one workspace. Authors can read the rows about their own answers."""

    table = disclosures

    async def note(self, seen: Iterable[Disclosure], at: datetime) -> None:
        """Record that somebody was shown these at the aware instant `at`; only the first time on a day counts."""
        rows = [{"workspace_id": self.workspace_id, "at": at} | values_of(disclosure) for disclosure in seen]
        if rows:
            await insert_new(self._connection, disclosures, rows)

    async def unknown(self, seen: Iterable[Disclosure]) -> list[Disclosure]:
        """Those of these, all of one viewer and one day, that are not recorded yet."""
        shown = list(seen)
        if not shown:
            return []
        c = disclosures.c
        authors, subjects = {seen.author_id for seen in shown}, {seen.subject for seen in shown}
        those = self._select(c.author_id.in_(authors), c.subject.in_(subjects), c.viewer_id == shown[0].viewer_id)
        rows = await self._all(those.where(c.on == shown[0].on))
        recorded = {(row.author_id, row.subject) for row in rows}
        return [disclosure for disclosure in shown if (disclosure.author_id, disclosure.subject) not in recorded]

    async def of(self, author_id: str, subjects: Collection[str]) -> tuple[Disclosure, ...]:
        """The disclosures of these answers of this author, in no order."""
        theirs = self._select(disclosures.c.author_id == author_id, disclosures.c.subject.in_(subjects))
        rows = await self._all(theirs)
        return tuple(Disclosure(**fields_of(row, "workspace_id", "at")) for row in rows)
