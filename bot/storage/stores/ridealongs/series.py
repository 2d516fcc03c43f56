"""Reads the series of two people: the ride-alongs of a leader with a salesperson."""

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, String, cast, func, select

from bot.domain.ridealongs.development import MOST_SKILLS, SeriesSummary
from bot.domain.ridealongs.ridealongs import RideAlong, RideAlongState
from bot.storage.statements import ridealongs as statements
from bot.storage.stores.ridealongs.rows import AHEAD, TEXTS, RideRows
from bot.storage.tables import ridealongs


class SeriesStore(RideRows):
    """The series of one workspace."""

    async def newest(
        self, two: tuple[str, str], most: int, skip: int = 0, opened: Collection[str] = TEXTS
    ) -> tuple[list[RideAlong], int]:
        """The newest ride-alongs of two people, whichever of them leads, at most so many after the first `skip`, with
        those of their texts that are in `opened`; and how many in all, if there are any after those.
        """
        c = ridealongs.c
        both = c.leader_id.in_(two) & c.salesperson_id.in_(two)  # nobody rides along with themselves
        rows = await self._all(
            select(ridealongs, self._counted(self._mine(both)))
            .where(self._mine(both))
            .order_by(c.starts_at.desc(), c.id.desc())
            .limit(most)
            .offset(skip)
        )
        return [self._ridealong(row, opened) for row in rows], rows[0].total if rows else 0

    async def begun_between(self, pair: tuple[str, str], first: datetime, last: datetime) -> list[RideAlong]:
        """The calls of a leader and a salesperson that began from `first` to `last` (aware UTC), without their texts,
        the earliest first.
        """
        c = ridealongs.c
        two = (c.leader_id == pair[0], c.salesperson_id == pair[1])
        return await self._several(*two, c.starts_at.between(first, last), opened=())

    async def summaries(
        self, leaders: Collection[str], salespeople: Collection[str], now: datetime, since: datetime
    ) -> dict[tuple[str, str], SeriesSummary]:
        """A summary, at `now`, of the calls of each of these leaders with each of these salespeople, by both ids; the
        times at which they began are listed from `since` on (both aware UTC). Pairs without calls are missing.
        """
        c = ridealongs.c
        theirs = self._mine(c.leader_id.in_(leaders), c.salesperson_id.in_(salespeople))
        held = (c.state != RideAlongState.CANCELLED) & (c.starts_at <= now)
        begun = func.aggregate_strings(cast(c.starts_at, String), ",").filter(held, c.starts_at >= since)
        columns = (
            func.count().filter(held).label("held"),
            func.max(c.starts_at).filter(held).label("last"),
            func.min(c.starts_at).filter(c.state.in_(AHEAD), c.starts_at > now).label("next"),
            begun.label("begun"),
        )
        pair = (c.leader_id, c.salesperson_id)
        skills = await self._skills(theirs)
        return {
            (row.leader_id, row.salesperson_id): SeriesSummary(
                row.held, row.last, row.next, _moments(row.begun), tuple(skills[row.leader_id, row.salesperson_id])
            )
            for row in await self._all(select(*pair, *columns).where(theirs).group_by(*pair))
        }

    async def _skills(self, theirs: ColumnElement[bool]) -> dict[tuple[str, str], list[str]]:
        """The skills agreed for the newest calls of each pair, the latest first, each once."""
        c = ridealongs.c
        agreed = theirs & (c.skill_sealed != "") & (c.state != RideAlongState.CANCELLED)
        rank = func.row_number().over(partition_by=(c.leader_id, c.salesperson_id), order_by=c.starts_at.desc())
        ranked = select(c.leader_id, c.salesperson_id, c.skill_sealed, rank.label("rank")).where(agreed).subquery()
        skills: dict[tuple[str, str], list[str]] = defaultdict(list)
        for row in await self._all(select(ranked).where(ranked.c.rank <= MOST_SKILLS).order_by(ranked.c.rank)):
            skill, known = self._cipher.read(row.skill_sealed).strip(), skills[row.leader_id, row.salesperson_id]
            if skill and skill not in known:
                known.append(skill)
        return skills

    async def places(self, user_id: str, ridealong_ids: Collection[str]) -> dict[str, tuple[str | None, int]]:
        """For each of these ride-alongs, the id of the previous one of the same two that was not cancelled, and how
        many of `user_id`'s, whatever their state, start before it.
        """
        rows = await self._all(statements.places(self.workspace_id, user_id, ridealong_ids))
        return {row.id: (row.last_id, row.number) for row in rows}


def _moments(together: str | None) -> tuple[datetime, ...]:
    """Instants as the database writes them, aware UTC: read as one text, since years of rows take ten times as long."""
    read = map(datetime.fromisoformat, together.split(",")) if together else ()
    return tuple(at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC) for at in read)
