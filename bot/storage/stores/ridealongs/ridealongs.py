"""Stores ride-alongs, and what both people wrote afterwards."""

import json
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.prompts.occasions import JointCall, Noted
from bot.domain.ridealongs.plan_check import LONGEST
from bot.domain.ridealongs.ridealongs import Reflection, RideAlong, RideAlongState, undermines
from bot.storage.base.cipher import UnreadableText
from bot.storage.base.rows import across_workspaces, upsert, values_of
from bot.storage.base.store import fields_of
from bot.storage.statements import ridealongs as statements
from bot.storage.stores.ridealongs.rows import TEXTS, RideRows, wall_of
from bot.storage.tables import reflections, ridealongs


class UnreadableAnswers(dict[str, str]):
    """Answers that no key opens: empty, but keeping the sealed value, so that saving the rest of the reflection
    preserves it.
    """

    def __init__(self, sealed: str) -> None:
        super().__init__()
        self.sealed = sealed


class RideAlongStore(RideRows):
    """The ride-alongs of one workspace."""

    async def get(self, ridealong_id: str) -> RideAlong | None:
        """The ride-along, or None."""
        row = await self._first(statements.of_id(self.workspace_id, ridealong_id))
        return row and self._ridealong(row)

    async def of(self, user_id: str, since: datetime | None = None) -> list[RideAlong]:
        """The ride-alongs of a person, in either role, that start at `since` or later, the earliest first."""
        later = [ridealongs.c.starts_at >= since] if since else []
        return await self._several(statements.in_either_role(self.workspace_id, [user_id], *later))

    async def some(self, ridealong_ids: Collection[str], opened: Collection[str] = TEXTS) -> dict[str, RideAlong]:
        """The ride-alongs with these ids that exist, by id; of their texts, only those in `opened`."""
        if not ridealong_ids:
            return {}
        rides = await self._several(ridealongs.c.id.in_(ridealong_ids), opened=opened)
        return {ride.id: ride for ride in rides}

    async def ahead(
        self, user_id: str, now: datetime, most: int, skip: int = 0
    ) -> tuple[list[tuple[RideAlong, bool]], int]:
        """The next ride-alongs of a person that are neither over nor cancelled at `now` (aware UTC), the earliest
        first, each with whether the other left Slack, at most so many after the first `skip`; and how many there are in
        all.
        """
        slack = 20  # some began recently and have ended: only their length tells
        asked = statements.ahead(self.workspace_id, user_id, now - LONGEST, skip + most + slack)
        rows = await self._all(asked)
        live = [row for row in rows if row.starts_at + row.length > now]
        shown = [(self._ridealong(row), bool(row.other_left)) for row in live[skip : skip + most]]
        return shown, (rows[0].total if rows else 0) - (len(rows) - len(live))

    async def has_any(self, user_id: str) -> bool:
        """Whether a person has, or had, any ride-along, in either role."""
        (row,) = await self._all(statements.has_any(self.workspace_id, user_id))
        return bool(row.has_any)

    async def led_between(self, leader_id: str, first: datetime, last: datetime) -> int:
        """How many of a leader's ride-alongs, not cancelled, start at the aware instant `first` or later and before
        `last`.
        """
        (row,) = await self._all(statements.led_between(self.workspace_id, leader_id, first, last))
        return int(row.number)

    async def calls_of(self, user_ids: Collection[str], since: datetime, until: datetime) -> dict[str, list[JointCall]]:
        """The calls of each of these people that start between two aware instants; no text is opened."""
        by_person: dict[str, list[JointCall]] = defaultdict(list)
        for row in await self._all(statements.calls(self.workspace_id, user_ids, since, until)):
            planned, held = (
                row.state in {RideAlongState.PLANNED, RideAlongState.CONFIRMED},
                row.state in {RideAlongState.CONFIRMED, RideAlongState.OVER},
            )
            for user_id in {row.leader_id, row.salesperson_id}.intersection(user_ids):
                by_person[user_id].append(JointCall(row.starts_at, row.starts_at + row.length, planned, held))
        return by_person

    async def last_noted(self, user_ids: Collection[str], since: datetime) -> dict[str, Noted]:
        """What the newest reflection of each person since an aware instant says about take-overs; no text is opened."""
        rows = await self._all(statements.noted(self.workspace_id, user_ids, since))
        return {row.author_id: Noted(row.at, undermines(row.takeover)) for row in rows}

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

    async def reflections_of(
        self, ridealong_ids: Collection[str], opened: Collection[str] | None = None
    ) -> dict[str, list[Reflection]]:
        """The same for several ride-alongs, by ride-along id. If `opened` is given, only the ride-alongs in it have
        their texts opened.
        """
        by_ride: dict[str, list[Reflection]] = defaultdict(list)
        asked = statements.reflections_of(self.workspace_id, ridealong_ids)
        for row in await self._all(asked) if ridealong_ids else ():
            is_opened = opened is None or row.ridealong_id in opened
            by_ride[row.ridealong_id].append(self._reflection(row, is_opened=is_opened))
        return by_ride

    async def save_reflection(self, reflection: Reflection) -> None:
        """Write one person's reflection, replacing the former one."""
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

    def _reflection(self, row: Row[Any], *, is_opened: bool = True) -> Reflection:
        values = fields_of(row, "workspace_id", "answers_sealed", "moment_sealed")
        if not is_opened:
            return Reflection(**values, answers={})
        read = self._cipher.read(row.answers_sealed) or "{}"  # emptied if it was kept too long
        answers = UnreadableAnswers(read.sealed) if isinstance(read, UnreadableText) else json.loads(read)
        return Reflection(**values, answers=answers, moment=self._cipher.read(row.moment_sealed))


async def displaced(connection: AsyncConnection, now: datetime) -> list[tuple[str, str]]:
    """The ride-alongs after `now` in all workspaces, as (workspace, id), whose instant no longer fits the agreed wall
    time, because the rules of its zone have changed.
    """
    c = ridealongs.c
    coming = (c.starts_at > now, c.wall_at.is_not(None), c.state.in_(statements.AHEAD))
    planned = select(c.workspace_id, c.id, c.starts_at, c.wall_at, c.wall_zone).where(*coming)
    return [
        (row.workspace_id, row.id)
        for row in await connection.execute(across_workspaces(planned))
        if (wall := wall_of(row.wall_at, row.wall_zone)) is not None and wall.kept(row.starts_at) != row.starts_at
    ]
