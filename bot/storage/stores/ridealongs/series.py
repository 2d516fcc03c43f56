"""Reads the series of two people: the ride-alongs of a leader with a salesperson."""

from collections.abc import Collection, Sequence
from datetime import datetime

from bot.domain.ridealongs.development import MOST_SKILLS, SeriesSummary
from bot.domain.ridealongs.ridealongs import RideAlong
from bot.storage.base.together import moments_of
from bot.storage.statements import ridealongs as statements
from bot.storage.stores.ridealongs.rows import TEXTS, RideRows


class SeriesStore(RideRows):
    """The series of one workspace."""

    async def newest(
        self, two: tuple[str, str], most: int, skip: int = 0, opened: Collection[str] = TEXTS
    ) -> tuple[list[RideAlong], int]:
        """The newest ride-alongs of two people, whichever of them leads, at most so many after the first `skip`, with
        those of their texts that are in `opened`; and how many in all, if there are any after those.
        """
        rows = await self._all(statements.newest_of_two(self.workspace_id, two, most, skip))
        return [self._ridealong(row, opened) for row in rows], rows[0].total if rows else 0

    async def maybe_unsettled(self, pair: tuple[str, str], now: datetime) -> list[RideAlong]:
        """The calls of a leader and a salesperson until `now` (aware UTC) whose blind time may not be over, without
        their texts, the earliest first: all but those for which `statements.surely_settled` holds.
        """
        return await self._several(statements.maybe_unsettled(self.workspace_id, pair, now), opened=())

    async def summaries(
        self, leaders: Collection[str], salespeople: Collection[str], now: datetime, since: datetime
    ) -> dict[tuple[str, str], SeriesSummary]:
        """A summary, at `now`, of the calls of each of these leaders with each of these salespeople, by both ids; the
        times at which they began are listed from `since` on (both aware UTC). Pairs without calls are missing.
        """
        rows = await self._all(statements.summaries(self.workspace_id, leaders, salespeople, now, since))
        return {
            (row.leader_id, row.salesperson_id): SeriesSummary(
                row.held, row.last, row.next, tuple(moments_of(row.begun)), self._skills(row[-MOST_SKILLS:])
            )
            for row in rows
        }

    def _skills(self, sealed: Sequence[str | None]) -> tuple[str, ...]:
        """The skills in these texts, each once."""
        read = (self._cipher.read(text).strip() for text in sealed if text)
        return tuple(dict.fromkeys(skill for skill in read if skill))

    async def places(self, user_id: str, ridealong_ids: Collection[str]) -> dict[str, tuple[str | None, int]]:
        """For each of these ride-alongs, the id of the previous one of the same two that was not cancelled, and how
        many of `user_id`'s, whatever their state, start before it.
        """
        rows = await self._all(statements.places(self.workspace_id, user_id, ridealong_ids))
        return {row.id: (row.last_id, row.number) for row in rows}
