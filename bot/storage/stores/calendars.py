"""Stores the addresses of people's calendars, and the meetings already offered."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.ridealongs.calendar_upkeep import FARTHEST
from bot.domain.ridealongs.meetings import Meeting, PrivateCalendar
from bot.storage.base.cipher import UnreadableText
from bot.storage.base.recurring_work import take_turns
from bot.storage.base.rows import insert_new
from bot.storage.base.store import SealedStore
from bot.storage.tables import calendar_meetings, calendars

GAP = "\n"


class CalendarStore(SealedStore):
    """The calendars of one workspace."""

    table = calendars

    async def get(self, user_id: str) -> PrivateCalendar | None:
        """Somebody's calendar, or None."""
        row = await self._first(self._select(calendars.c.user_id == user_id))
        if row is None:
            return None
        read = self._cipher.read(row.words_sealed)
        words = (read,) if isinstance(read, UnreadableText) else tuple(filter(None, read.split(GAP)))
        return PrivateCalendar(
            user_id,
            self._cipher.read(row.address_sealed),
            words,
            row.look_at,
            row.trouble,
            failures=row.failures,
            told_at=row.told_at,
        )

    async def save(self, calendar: PrivateCalendar) -> None:
        """Write a calendar."""
        lost = next((word for word in calendar.words if isinstance(word, UnreadableText)), None)
        sealed = {"address_sealed": calendar.address, "words_sealed": lost or GAP.join(calendar.words)}
        await self._save(
            calendar, "address", "words", **{name: self._cipher.seal(text) for name, text in sealed.items()}
        )

    async def note_poll(self, calendar: PrivateCalendar) -> None:
        """Record the result of a look and when the next one is due; address and words stay as they are."""
        noted = {name: getattr(calendar, name) for name in ("look_at", "trouble", "failures", "told_at")}
        await self._connection.execute(self._update(calendars.c.user_id == calendar.user_id).values(**noted))

    async def remove(self, user_id: str) -> None:
        """Delete somebody's calendar and all its meetings."""
        await self._connection.execute(self._delete(calendars.c.user_id == user_id))
        await self._connection.execute(calendar_meetings.delete().where(self._theirs(user_id)))

    async def add(self, user_id: str, batch: str, meetings: Sequence[Meeting]) -> int:
        """Add meetings that are offered now; known ones stay in their former batch. Returns how many are new."""
        rows = [
            {
                "workspace_id": self.workspace_id,
                "user_id": user_id,
                "id": meeting.id,
                "batch": batch,
                "title_sealed": self._cipher.seal(meeting.title),
                "starts_at": meeting.starts_at,
                "minutes": meeting.minutes,
            }
            for meeting in meetings
        ]
        return sum([await insert_new(self._connection, calendar_meetings, row) for row in rows])

    async def offered(self, user_id: str, batch: str) -> list[Meeting]:
        """The meetings of one look, the earliest first."""
        return await self._meetings(user_id, calendar_meetings.c.batch == batch)

    async def meeting(self, user_id: str, meeting_id: str) -> Meeting | None:
        """One meeting offered to somebody, or None."""
        return next(iter(await self._meetings(user_id, calendar_meetings.c.id == meeting_id)), None)

    async def forget_before(self, user_id: str, moment: datetime) -> None:
        """Delete the meetings that began before `moment` (aware UTC)."""
        gone = self._theirs(user_id) & (calendar_meetings.c.starts_at < moment)
        await self._connection.execute(calendar_meetings.delete().where(gone))

    async def forget_missing(self, user_id: str, known: Collection[str], first: datetime, before: datetime) -> None:
        """Delete the meetings from `first` until before `before` (aware UTC) whose ids are not in `known`."""
        starts_at = calendar_meetings.c.starts_at
        gone = self._theirs(user_id) & (starts_at >= first) & (starts_at < before)
        await self._connection.execute(calendar_meetings.delete().where(gone, calendar_meetings.c.id.not_in(known)))

    async def _meetings(self, user_id: str, condition: Any) -> list[Meeting]:
        statement = select(calendar_meetings).where(self._theirs(user_id), condition)
        return [self._meeting(row) for row in await self._all(statement.order_by(calendar_meetings.c.starts_at))]

    def _theirs(self, user_id: str) -> ColumnElement[bool]:
        return self._here(calendar_meetings, calendar_meetings.c.user_id == user_id)

    def _meeting(self, row: Row[Any]) -> Meeting:
        return Meeting(row.id, self._cipher.read(row.title_sealed), row.starts_at, row.minutes)


async def claim_due(connection: AsyncConnection, now: datetime, until: datetime, limit: int) -> list[tuple[str, str]]:
    """Claim the calendars of all workspaces that are due at `now`, as (workspace, person). They are due again at
    `until`.

    No two processes get the same one. A calendar due later than the longest rest was claimed by a clock that ran ahead,
    and counts as due.
    """
    look_at = calendars.c.look_at
    return await take_turns(connection, look_at, (look_at <= now) | (look_at > now + FARTHEST), until, limit)
