"""Stores ride-alongs, and what both people wrote afterwards."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.prompts.occasions import JointCall, Noted
from bot.domain.ridealongs.plan_check import LONGEST
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, undermines
from bot.domain.ridealongs.terms import Contract
from bot.domain.time.localtime import WallTime
from bot.storage.base.cipher import Cipher, UnreadableText
from bot.storage.base.rows import across_workspaces, upsert, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import reflections, ridealongs

_SEALED = ("customer", "signal", "skill")
MOST_OPENED = 1000
AHEAD = (RideAlongState.PLANNED, RideAlongState.CONFIRMED)
_CONTRACT = ("call_type", "opens", "price", "signal", "skill")


class UnreadableAnswers(dict[str, str]):
    """Answers that no key opens: empty, but with the sealed value, so that saving the rest of the reflection
    keeps it.
    """

    def __init__(self, sealed: str) -> None:
        super().__init__()
        self.sealed = sealed


class RideAlongStore(Store):
    """The ride-alongs of one workspace."""

    table = ridealongs

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        super().__init__(connection, workspace_id)
        self._cipher = cipher

    async def get(self, ridealong_id: str) -> RideAlong | None:
        """The ride-along, or None."""
        row = await self._first(self._select(ridealongs.c.id == ridealong_id))
        return row and self._ridealong(row)

    async def of(self, user_id: str, since: datetime | None = None) -> list[RideAlong]:
        """The ride-alongs of a person, in either role, that start at `since` or later, the earliest first."""
        either = (ridealongs.c.leader_id == user_id) | (ridealongs.c.salesperson_id == user_id)
        return await self._several(either, *([ridealongs.c.starts_at >= since] if since else []))

    async def some(self, ridealong_ids: Collection[str]) -> dict[str, RideAlong]:
        """Those of these ride-alongs that are there, by id."""
        if not ridealong_ids:
            return {}
        return {ride.id: ride for ride in await self._several(ridealongs.c.id.in_(ridealong_ids))}

    async def ahead(self, user_id: str, now: datetime, most: int, skip: int = 0) -> tuple[list[RideAlong], int]:
        """The next ride-alongs of a person that are neither over nor cancelled at `now` (aware UTC), the earliest
        first, at most so many after the first `skip`; and how many there are in all.
        """
        either = (ridealongs.c.leader_id == user_id) | (ridealongs.c.salesperson_id == user_id)
        coming = self._mine(either, ridealongs.c.state.in_(AHEAD), ridealongs.c.starts_at > now - LONGEST)
        total, slack = func.count().over().label("total"), 20  # some began lately and have ended: their length tells
        rows = await self._all(
            select(ridealongs, total).where(coming).order_by(ridealongs.c.starts_at).limit(skip + most + slack)
        )
        live = [row for row in rows if row.starts_at + row.length > now]
        return [self._ridealong(row) for row in live[skip : skip + most]], (rows[0].total if rows else 0) - (
            len(rows) - len(live)
        )

    async def series(self, user_id: str, other_id: str, most: int, skip: int = 0) -> tuple[list[RideAlong], int]:
        """The newest ride-alongs of two people, whichever of them leads, at most so many after the first `skip`; and
        how many in all, where there are any after those.
        """
        c = ridealongs.c
        both = (c.leader_id == user_id) & (c.salesperson_id == other_id)
        both |= (c.leader_id == other_id) & (c.salesperson_id == user_id)
        total = func.count().over().label("total")
        rows = await self._all(
            select(ridealongs, total)
            .where(self._mine(both))
            .order_by(c.starts_at.desc(), c.id.desc())
            .limit(most)
            .offset(skip)
        )
        return [self._ridealong(row) for row in rows], rows[0].total if rows else 0

    async def latest(
        self, pairs: Collection[tuple[str, str]], most: int, opened: int = MOST_OPENED
    ) -> dict[tuple[str, str], list[RideAlong]]:
        """The newest ride-alongs of each pair (leader, salesperson), at most so many each, the earliest first. Only
        the newest `opened` of each pair have their texts, which are empty in the others.
        """
        c, by_pair = ridealongs.c, defaultdict[tuple[str, str], list[RideAlong]](list)
        if not pairs:
            return by_pair
        leaders, salespeople = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
        rank = func.row_number().over(partition_by=(c.leader_id, c.salesperson_id), order_by=c.starts_at.desc())
        theirs = self._mine(c.leader_id.in_(leaders), c.salesperson_id.in_(salespeople))
        ranked = select(ridealongs, rank.label("rank")).where(theirs).subquery()
        statement = select(ranked).where(ranked.c.rank <= most).order_by(ranked.c.starts_at)
        for row in await self._all(statement):
            if (row.leader_id, row.salesperson_id) in pairs:
                ride = self._ridealong(row, is_opened=row.rank <= opened)
                by_pair[row.leader_id, row.salesperson_id].append(ride)
        return by_pair

    async def places(self, user_id: str, ridealong_ids: Collection[str]) -> dict[str, tuple[str | None, int]]:
        """For each of these ride-alongs the id of the one of the same two before it that was not cancelled, and how
        many of `user_id`, whatever their state, start before it.
        """
        c, before = ridealongs.c, ridealongs.alias()
        same = self._mine() & (before.c.workspace_id == self.workspace_id) & (before.c.starts_at < c.starts_at)
        two = (before.c.leader_id == c.leader_id) & (before.c.salesperson_id == c.salesperson_id)
        kept = before.c.state != RideAlongState.CANCELLED
        last = select(before.c.id).where(same, two, kept).order_by(before.c.starts_at.desc()).limit(1)
        either = (before.c.leader_id == user_id) | (before.c.salesperson_id == user_id)
        number = select(func.count()).select_from(before).where(same, either)
        columns = (
            c.id,
            last.correlate(ridealongs).scalar_subquery().label("last_id"),
            number.correlate(ridealongs).scalar_subquery().label("number"),
        )
        rows = await self._all(select(*columns).where(self._mine(c.id.in_(ridealong_ids))))
        return {row.id: (row.last_id, row.number) for row in rows}

    async def has_any(self, user_id: str) -> bool:
        """Whether a person has, or had, any ride-along, in either role."""
        either = (ridealongs.c.leader_id == user_id) | (ridealongs.c.salesperson_id == user_id)
        return await self._first(self._select(either).limit(1)) is not None

    async def planned_on(self, user_id: str, on: date) -> int:
        """How many ride-alongs a person planned or logged on their local date `on`."""
        c = ridealongs.c
        either = (c.leader_id == user_id) | (c.salesperson_id == user_id)
        theirs = self._mine(either, c.planned_by == user_id, c.planned_on == on)
        return await self._connection.scalar(select(func.count()).where(theirs)) or 0

    async def led_between(self, leader_id: str, first: datetime, last: datetime) -> int:
        """How many ride-alongs of a leader, not cancelled, start at the aware instant `first` or later and before
        `last`.
        """
        c = ridealongs.c
        within = self._mine(c.leader_id == leader_id, c.starts_at >= first, c.starts_at < last)
        kept = within & (c.state != RideAlongState.CANCELLED)
        return await self._connection.scalar(select(func.count()).where(kept)) or 0

    async def calls_of(self, user_ids: Collection[str], since: datetime, until: datetime) -> dict[str, list[JointCall]]:
        """The calls of each of these people that start between two aware instants; no text is opened."""
        either = ridealongs.c.leader_id.in_(user_ids) | ridealongs.c.salesperson_id.in_(user_ids)
        within = self._mine(either, ridealongs.c.starts_at >= since, ridealongs.c.starts_at < until)
        names = ("leader_id", "salesperson_id", "starts_at", "length", "state")
        by_person: dict[str, list[JointCall]] = defaultdict(list)
        for row in await self._all(select(*(ridealongs.c[name] for name in names)).where(within)):
            planned, held = (
                row.state in {RideAlongState.PLANNED, RideAlongState.CONFIRMED},
                row.state in {RideAlongState.CONFIRMED, RideAlongState.OVER},
            )
            for user_id in {row.leader_id, row.salesperson_id}.intersection(user_ids):
                by_person[user_id].append(JointCall(row.starts_at, row.starts_at + row.length, planned, held))
        return by_person

    async def last_noted(self, user_ids: Collection[str], since: datetime) -> dict[str, Noted]:
        """What the newest reflection of each person since an aware instant says about take-overs; no text is opened."""
        theirs = (reflections.c.workspace_id == self.workspace_id) & reflections.c.author_id.in_(user_ids)
        columns = (reflections.c.author_id, reflections.c.at, reflections.c.takeover)
        statement = select(*columns).where(theirs, reflections.c.at >= since).order_by(reflections.c.at)
        return {row.author_id: Noted(row.at, undermines(row.takeover)) for row in await self._all(statement)}

    async def save(self, ride: RideAlong) -> None:
        """Write a ride-along."""
        contract = values_of(ride.contract)
        texts = {"customer": ride.customer, "signal": contract.pop("signal"), "skill": contract.pop("skill")}
        sealed = {f"{name}_sealed": self._cipher.seal(text) for name, text in texts.items()}
        wall = {"wall_at": ride.wall and ride.wall.at, "wall_zone": ride.wall and ride.wall.zone}
        await self._save(ride, "contract", "customer", "wall", **contract, **sealed, **wall)

    async def reflections(self, ridealong_id: str) -> list[Reflection]:
        """What was written after a ride-along; who may read it is decided by `domain.ridealong`."""
        return (await self.reflections_of([ridealong_id]))[ridealong_id]

    async def reflections_of(self, ridealong_ids: Collection[str]) -> dict[str, list[Reflection]]:
        """The same of several ride-alongs, by their ids."""
        by_ride: dict[str, list[Reflection]] = defaultdict(list)
        theirs = (reflections.c.workspace_id == self.workspace_id) & reflections.c.ridealong_id.in_(ridealong_ids)
        for row in await self._all(select(reflections).where(theirs)) if ridealong_ids else ():
            by_ride[row.ridealong_id].append(self._reflection(row))
        return by_ride

    async def save_reflection(self, reflection: Reflection) -> None:
        """Write one person's reflection; the former one is replaced."""
        values = values_of(reflection, "answers", "moment") | {
            "workspace_id": self.workspace_id,
            "answers_sealed": self._sealed(reflection.answers),
            "moment_sealed": self._cipher.seal(reflection.moment),
        }
        await upsert(self._connection, reflections, values)

    def _sealed(self, answers: Mapping[str, str]) -> str:
        return (
            answers.sealed if isinstance(answers, UnreadableAnswers) else self._cipher.seal(json.dumps(dict(answers)))
        )

    async def _several(self, *conditions: ColumnElement[bool]) -> list[RideAlong]:
        rows = await self._all(self._select(*conditions).order_by(ridealongs.c.starts_at))
        return [self._ridealong(row) for row in rows]

    def _ridealong(self, row: Row[Any], *, is_opened: bool = True) -> RideAlong:
        values = fields_of(row)
        for name in _SEALED:
            sealed = values.pop(f"{name}_sealed")
            values[name] = self._cipher.read(sealed) if is_opened else ""
        _ = values.pop("total", None), values.pop("rank", None)  # beside the rows of a page, and of a series
        contract = Contract(**{name: values.pop(name) for name in _CONTRACT})
        wall = _wall(values.pop("wall_at"), values.pop("wall_zone"))
        if wall is not None:  # when a zone's rules change, the wall time stays
            values["starts_at"] = wall.kept(row.starts_at)
        return RideAlong(**values | {"contract": contract, "wall": wall, "confirmed_by": frozenset(row.confirmed_by)})

    def _reflection(self, row: Row[Any]) -> Reflection:
        values = fields_of(row, "workspace_id", "answers_sealed", "moment_sealed")
        read = self._cipher.read(row.answers_sealed) or "{}"  # emptied where it was kept too long
        answers = UnreadableAnswers(read.sealed) if isinstance(read, UnreadableText) else json.loads(read)
        return Reflection(**values, answers=answers, moment=self._cipher.read(row.moment_sealed))


async def displaced(connection: AsyncConnection, now: datetime) -> list[tuple[str, str]]:
    """The ride-alongs after `now` in all workspaces, as (workspace, id), whose instant no longer fits the agreed wall
    time, because the rules of its zone have changed.
    """
    c = ridealongs.c
    coming = (c.starts_at > now, c.wall_at.is_not(None), c.state.in_(AHEAD))
    planned = select(c.workspace_id, c.id, c.starts_at, c.wall_at, c.wall_zone).where(*coming)
    return [
        (row.workspace_id, row.id)
        for row in await connection.execute(across_workspaces(planned))
        if (wall := _wall(row.wall_at, row.wall_zone)) is not None and wall.kept(row.starts_at) != row.starts_at
    ]


def _wall(at: datetime | None, zone: str | None) -> WallTime | None:
    return None if at is None or zone is None else WallTime(at, zone)
