"""Reads the development record of a leader and a salesperson: how much there is, and what its newest pages hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select

from bot.domain.checkins.commitments import ridealong_source
from bot.domain.ridealongs.record import EntryKind, RecordCounts, RecordKey
from bot.domain.ridealongs.ridealongs import RideAlongState
from bot.domain.time.localtime import local_date
from bot.storage.base.store import Store
from bot.storage.statements.ridealongs import surely_settled
from bot.storage.tables import coaching_moments, commitments, reflections, ridealongs


class RecordStore(Store):
    """The records of one workspace. No text is opened."""

    table = ridealongs

    async def counts(self, pair: tuple[str, str], now: datetime) -> RecordCounts:
        """How many entries of each kind there are for a leader and a salesperson: calls until `now`, the leader's
        moments, and the steps that the salesperson shared after calls whose blind time is surely over.
        """
        moments = select(func.count()).select_from(coaching_moments).where(self._moments(pair))
        shared = coaching_moments.c.shared
        counted = (
            select(func.count()).where(self._held(pair, now)).scalar_subquery().label("rides"),
            self._steps(pair, now).with_only_columns(func.count()).scalar_subquery().label("steps"),
            moments.where(shared.is_(True)).scalar_subquery().label("moments"),
            moments.where(shared.is_(False)).scalar_subquery().label("notes"),
        )
        row = (await self._all(select(*counted)))[0]
        return RecordCounts(row.rides, row.steps, row.moments, row.notes)

    async def newest(self, pair: tuple[str, str], now: datetime, most: int, zone: str) -> list[RecordKey]:
        """The newest entries of each kind counted by `counts`, at most so many of each, on their dates in `zone`."""
        ride, moment, step = ridealongs.c, coaching_moments.c, commitments.c
        held = select(ride.id, ride.starts_at.label("at")).where(self._held(pair, now))
        kept = select(moment.id, moment.at).where(self._moments(pair), moment.shared.is_(True))
        shared = self._steps(pair, now).with_only_columns(step.id, step.made_on.label("at"))
        calls, notes = await self._newest(held, most), await self._newest(kept, most)
        timed = [(EntryKind.RIDE, row) for row in calls] + [(EntryKind.MOMENT, row) for row in notes]
        keys = [RecordKey(local_date(row.at, zone), kind, row.at, row.id) for kind, row in timed]
        return keys + [RecordKey(row.at, EntryKind.STEP, None, row.id) for row in await self._newest(shared, most)]

    async def _newest(self, statement: Select[Any], most: int) -> Sequence[Row[Any]]:
        by_id, at = statement.selected_columns.values()
        return await self._all(statement.order_by(at.desc(), by_id.desc()).limit(most))

    def _held(self, pair: tuple[str, str], now: datetime) -> ColumnElement[bool]:
        c = ridealongs.c
        two = self._mine(c.leader_id == pair[0], c.salesperson_id == pair[1])
        return two & (c.starts_at <= now) & (c.state != RideAlongState.CANCELLED)

    def _moments(self, pair: tuple[str, str]) -> ColumnElement[bool]:
        c = coaching_moments.c
        return self._here(coaching_moments, c.author_id == pair[0], c.salesperson_id == pair[1])

    def _steps(self, pair: tuple[str, str], now: datetime) -> Select[Any]:
        """The salesperson's steps after calls whose blind time is surely over, if they shared their view."""
        ride, view, step = ridealongs.c, reflections.c, commitments.c
        of_ride = (step.workspace_id == ride.workspace_id) & (step.source == ridealong_source("") + ride.id)
        of_view = (view.workspace_id == ride.workspace_id) & (view.ridealong_id == ride.id)
        two = self._mine(ride.leader_id == pair[0], ride.salesperson_id == pair[1], surely_settled(now))
        return (
            select(commitments)
            .join(ridealongs, of_ride)
            .join(reflections, of_view)
            .where(two, step.workspace_id == self.workspace_id, step.owner_id == pair[1])
            .where(view.workspace_id == self.workspace_id, view.author_id == pair[1], view.shared.is_(True))
        )
