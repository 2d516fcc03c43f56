"""Stores who was shown an answer that its author shared: one row for each viewer, answer and day."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, select

from bot.domain.people.disclosures import Disclosure
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import disclosures

c = disclosures.c


@prebuilt
def _to(
    workspace_id: str, viewer_id: str, on: date, author_ids: Collection[str], subjects: Collection[str]
) -> Select[Any]:
    shown = select(c.author_id, c.subject).where(c.workspace_id == workspace_id, c.viewer_id == viewer_id, c.on == on)
    return shown.where(c.author_id.in_(author_ids), c.subject.in_(subjects))


@prebuilt
def _of(workspace_id: str, author_id: str, subjects: Collection[str]) -> Select[Any]:
    own = (c.workspace_id == workspace_id, c.author_id == author_id)
    return select(disclosures).where(*own, c.subject.in_(subjects))


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
        authors, subjects = {seen.author_id for seen in shown}, {seen.subject for seen in shown}
        statement = _to(self.workspace_id, shown[0].viewer_id, shown[0].on, authors, subjects)
        recorded = set(map(tuple, await self._all(statement)))
        return [disclosure for disclosure in shown if (disclosure.author_id, disclosure.subject) not in recorded]

    async def of(self, author_id: str, subjects: Collection[str]) -> tuple[Disclosure, ...]:
        """The disclosures of these answers of this author, in no order."""
        rows = await self._all(_of(self.workspace_id, author_id, subjects))
        return tuple(Disclosure(**fields_of(row, "workspace_id", "at")) for row in rows)
