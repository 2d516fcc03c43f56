"""Stores coaching moments, and which coaching questions a leader asked."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select

from bot.domain.ridealongs.moments import CoachingMoment
from bot.domain.ridealongs.record import AskedQuestion
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.store import SealedStore, Store, fields_of
from bot.storage.base.together import moments_of, together
from bot.storage.tables import asked_questions, coaching_moments


@prebuilt
def _when_about(workspace_id: str, author_id: str, since: datetime) -> Select[Any]:
    c = coaching_moments.c
    columns = (c.salesperson_id, func.max(c.at).label("newest"), together(c.at).filter(c.at >= since).label("kept"))
    theirs = (c.workspace_id == workspace_id, c.author_id == author_id)
    return select(*columns).where(*theirs).group_by(c.salesperson_id)


class MomentStore(SealedStore):
    """The coaching moments of one workspace."""

    table = coaching_moments

    async def get(self, moment_id: str) -> CoachingMoment | None:
        """The moment, or None."""
        row = await self._first(self._select(coaching_moments.c.id == moment_id))
        return row and self._moment(row)

    async def on_message(self, author_id: str, channel_id: str, ts: str) -> CoachingMoment | None:
        """The moment that this author kept from one message, or None."""
        c = coaching_moments.c
        row = await self._first(self._select(c.author_id == author_id, c.channel_id == channel_id, c.ts == ts))
        return row and self._moment(row)

    async def about(
        self, author_id: str, salesperson_id: str, most: int, skip: int = 0, *, shared_only: bool = False
    ) -> tuple[list[CoachingMoment], int]:
        """The moments that this author kept about one salesperson, all or only those shared with them, the newest
        first, at most so many after the first `skip`; and how many there are in all, if there are any after those.
        """
        c, total = coaching_moments.c, func.count().over().label("total")
        about = self._mine(c.author_id == author_id, c.salesperson_id == salesperson_id)
        if shared_only:
            about &= c.shared.is_(True)
        newest = select(coaching_moments, total).where(about).order_by(c.at.desc(), c.id.desc())
        rows = await self._all(newest.limit(most).offset(skip))
        return [self._moment(row) for row in rows], rows[0].total if rows else 0

    async def some(self, moment_ids: Collection[str]) -> dict[str, CoachingMoment]:
        """The moments with these ids that exist, by id."""
        rows = await self._all(self._select(coaching_moments.c.id.in_(moment_ids))) if moment_ids else ()
        return {row.id: self._moment(row) for row in rows}

    async def when_about(self, author_id: str, since: datetime) -> dict[str, list[datetime]]:
        """When this author kept moments about each salesperson (aware UTC): the newest, whenever that was, and all at
        `since` or later, in no order; no text is opened.
        """
        rows = await self._all(_when_about(self.workspace_id, author_id, since))
        return {row.salesperson_id: moments_of(row.kept) or [row.newest] for row in rows}

    async def save(self, moment: CoachingMoment) -> None:
        """Write a moment, replacing the former one with its id."""
        await self._save(moment, "text", text_sealed=self._cipher.seal(moment.text))

    def _moment(self, row: Row[Any]) -> CoachingMoment:
        values = fields_of(row, "workspace_id", "text_sealed")
        values.pop("total", None)  # an extra column in the rows of a page
        return CoachingMoment(**values, text=self._cipher.read(row.text_sealed))


class QuestionStore(Store):
    """The questions that were asked in one workspace."""

    table = asked_questions

    async def asked(self, leader_id: str, salesperson_id: str) -> dict[str, date]:
        """When this leader last asked this salesperson each question, by its key."""
        c = asked_questions.c
        rows = await self._all(self._select(c.leader_id == leader_id, c.salesperson_id == salesperson_id))
        return {row.question: row.on for row in rows}

    async def save(self, asked: AskedQuestion) -> None:
        """Record that it was asked, replacing an earlier date."""
        await self._save(asked)
