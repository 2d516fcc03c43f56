"""Stores ride-alongs, and what both people wrote afterwards."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.prompts.occasions import JointCall, Noted
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, undermines
from bot.domain.ridealongs.terms import Contract
from bot.domain.time.localtime import WallTime
from bot.storage.base.cipher import Cipher, UnreadableText
from bot.storage.base.rows import upsert, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import reflections, ridealongs

_SEALED = ("customer", "signal", "skill")
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

    async def count_before(self, user_id: str, starts_at: datetime) -> int:
        """How many ride-alongs of a person start before an aware instant, in any state."""
        either = (ridealongs.c.leader_id == user_id) | (ridealongs.c.salesperson_id == user_id)
        counted = select(func.count()).where(self._mine(either, ridealongs.c.starts_at < starts_at))
        return (await self._connection.scalar(counted)) or 0

    async def between(self, leader_id: str, salesperson_id: str) -> list[RideAlong]:
        """The series of these two, the earliest first."""
        return await self._several(ridealongs.c.leader_id == leader_id, ridealongs.c.salesperson_id == salesperson_id)

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
        """The reflections on a ride-along; `bot.domain.ridealongs` decides who may read them."""
        of_ride = (reflections.c.workspace_id == self.workspace_id) & (reflections.c.ridealong_id == ridealong_id)
        return [self._reflection(row) for row in await self._all(select(reflections).where(of_ride))]

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

    def _ridealong(self, row: Row[Any]) -> RideAlong:
        opened = {name: self._cipher.read(getattr(row, f"{name}_sealed")) for name in _SEALED}
        values = fields_of(row, *(f"{name}_sealed" for name in _SEALED)) | opened
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
    rows = await connection.execute(select(c.workspace_id, c.id, c.starts_at, c.wall_at, c.wall_zone).where(*coming))
    return [
        (row.workspace_id, row.id)
        for row in rows
        if (wall := _wall(row.wall_at, row.wall_zone)) is not None and wall.kept(row.starts_at) != row.starts_at
    ]


def _wall(at: datetime | None, zone: str | None) -> WallTime | None:
    return None if at is None or zone is None else WallTime(at, zone)
