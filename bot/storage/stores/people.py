"""Stores people, their settings and their pauses."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, false, func, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.installations.team_access import TeamGrant, is_cut_off
from bot.domain.people.leavers import ASK_ONCE_MORE, LOOK_AGAIN
from bot.domain.people.people import Person, PersonStatus, Position
from bot.domain.time.schedule import DAY, Pause
from bot.storage.base.batches import batches
from bot.storage.base.prebuilt import prebuilt
from bot.storage.base.rows import across_workspaces, upsert
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import pauses, people, workspaces


@prebuilt
def _person_with_pauses(workspace_id: str, user_id: str) -> Select[Any]:
    """A single person, the most frequent query: for a list of ids, SQLAlchemy would write them into the statement each
    time.
    """
    return _with_pauses(workspace_id, people.c.user_id == user_id)


@prebuilt
def _people_with_pauses(workspace_id: str, user_ids: Collection[str]) -> Select[Any]:
    return _with_pauses(workspace_id, people.c.user_id.in_(user_ids))


def _with_pauses(workspace_id: str, who: ColumnElement[bool]) -> Select[Any]:
    """These people of a workspace, with its country and a row for each of their pauses."""
    default = select(workspaces.c.country).where(workspaces.c.id == workspace_id).scalar_subquery()
    theirs = (pauses.c.workspace_id == people.c.workspace_id) & (pauses.c.user_id == people.c.user_id)
    return (
        select(people, default.label("default_country"), pauses.c.first, pauses.c.last)
        .where(people.c.workspace_id == workspace_id, who)
        .select_from(people.outerjoin(pauses, theirs))
        .order_by(pauses.c.first)
    )


class PersonStore(Store):
    """The people of one workspace."""

    table = people

    async def get(self, user_id: str) -> Person | None:
        """The person, or None if we never met them."""
        return next(iter(_people(await self._all(_person_with_pauses(self.workspace_id, user_id)))), None)

    async def some(self, user_ids: Collection[str]) -> list[Person]:
        """Those of `user_ids` that we have met, with their pauses, in no order."""
        return _people(await self._all(_people_with_pauses(self.workspace_id, user_ids)))

    async def active_ids(self) -> list[str]:
        """The ids of everyone who takes part."""
        active = self._mine(people.c.status == PersonStatus.ACTIVE)
        return [row.user_id for row in await self._all(select(people.c.user_id).where(active))]

    async def started(self) -> list[tuple[str, bool]]:
        """Everyone who takes part, and whether they lead salespeople or leaders."""
        leads = people.c.is_leader | func.coalesce(people.c.position == Position.HEAD, false())
        statement = select(people.c.user_id, leads.label("leads")).where(
            self._mine(people.c.status == PersonStatus.ACTIVE)
        )
        return [(row.user_id, bool(row.leads)) for row in await self._all(statement)]

    async def all_ids(self) -> list[str]:
        """The ids of everybody we have met."""
        return [row.user_id for row in await self._all(select(people.c.user_id).where(self._mine()))]

    async def stopped(self) -> list[str]:
        """The ids of those to whom nothing may be sent: they stopped, or left Slack."""
        stopped = self._mine(people.c.status.in_([PersonStatus.STOPPED, PersonStatus.GONE]))
        return [row.user_id for row in await self._all(select(people.c.user_id).where(stopped))]

    async def of_status(self, status: PersonStatus) -> int:
        """How many there are."""
        statement = select(func.count()).select_from(people).where(self._mine(people.c.status == status))
        return int(await self._connection.scalar(statement) or 0)

    async def unseen(self, now: datetime, over: datetime | None, most: int) -> list[Person]:
        """People about whom Slack has told us nothing for a while at `now` (aware UTC), at most `most`, those who
        waited longest first. People who left before `over` wait less; None: nobody does.
        """
        c = people.c
        old = c.seen_at.is_(None) | (c.seen_at < now - LOOK_AGAIN)
        if over is not None:
            old |= (c.left_at <= over) & (c.seen_at < now - ASK_ONCE_MORE)
        statement = select(c.user_id).where(self._mine(old)).order_by(c.seen_at.nulls_first()).limit(most)
        return await self.some([row.user_id for row in await self._all(statement)])

    async def look_soon(self, user_id: str) -> None:
        """Have Slack asked about a person with the next look."""
        await self._connection.execute(self._update(people.c.user_id == user_id).values(seen_at=None))

    async def claim_look(self, person: Person, now: datetime) -> bool:
        """Record that Slack is asked about a person at `now`; False if another process is doing so."""
        asked = self._update(people.c.user_id == person.user_id, people.c.seen_at.is_not_distinct_from(person.seen_at))
        return (await self._connection.execute(asked.values(seen_at=now))).rowcount == 1

    async def admins(self) -> list[str]:
        """The user ids of the admins we have met and who are still here, by name."""
        here = self._mine(people.c.is_admin, ~people.c.is_guest, people.c.status != PersonStatus.GONE)
        return [row.user_id for row in await self._all(select(people.c.user_id).where(here).order_by(people.c.name))]

    async def without_team(self) -> list[str]:
        """The user ids of the people who take part but are in no team of their organisation that we are in."""
        lost = self._mine(people.c.cut_off, people.c.status == PersonStatus.ACTIVE)
        return [row.user_id for row in await self._all(select(people.c.user_id).where(lost))]

    async def save(self, person: Person) -> None:
        """Write a person's settings; pauses are written by `pause` and `end_pause`."""
        await self._save(person, "pauses", "default_country")

    async def cut_off(self, access: Collection[TeamGrant], *, try_again: bool) -> None:
        """Mark exactly those people who are in no team of their organisation that we are in, as far as we know.

        For people whose teams we do not know, Slack's refusals decide; with `try_again`, they are tried once more.
        """
        c = people.c
        rows = await self._all(select(c.user_id, c.teams, c.cut_off).where(self._mine()))
        changed: dict[bool, list[str]] = {True: [], False: []}
        for row in rows:
            wanted = is_cut_off(row.teams, access) if row.teams else row.cut_off and not try_again
            if wanted != row.cut_off:
                changed[wanted].append(row.user_id)
        for wanted, user_ids in changed.items():
            for some in batches(user_ids):
                await self._connection.execute(self._update(c.user_id.in_(some)).values(cut_off=wanted))

    async def pause(self, user_id: str, pause: Pause) -> None:
        """Write a pause. It replaces the pauses that it overlaps, except for their days before it."""
        theirs = self._here(pauses, pauses.c.user_id == user_id)
        inside = pauses.c.first >= pause.first
        inside &= pauses.c.first <= pause.last if pause.last is not None else true()
        await self._connection.execute(pauses.delete().where(theirs & inside))
        reaching = (pauses.c.first < pause.first) & (pauses.c.last.is_(None) | (pauses.c.last >= pause.first))
        await self._connection.execute(update(pauses).where(theirs & reaching).values(last=pause.first - DAY))
        values = {"workspace_id": self.workspace_id, "user_id": user_id, "first": pause.first, "last": pause.last}
        await upsert(self._connection, pauses, values)

    async def end_pause(self, user_id: str, pause: Pause, last: date) -> None:
        """Make one pause end with the day `last`; if it would begin after that, it is deleted."""
        row = self._here(pauses, pauses.c.user_id == user_id, pauses.c.first == pause.first)
        end = pauses.delete() if pause.first > last else update(pauses).values(last=last)
        await self._connection.execute(end.where(row))


async def workspaces_of_people(connection: AsyncConnection) -> list[str]:
    """The workspaces in which we know anybody."""
    return list(await connection.scalars(across_workspaces(select(people.c.workspace_id).distinct())))


async def leavers(connection: AsyncConnection) -> int:
    """How many people who left Slack we hold something about, in all workspaces."""
    statement = across_workspaces(select(func.count()).where(people.c.status == PersonStatus.GONE))
    return int(await connection.scalar(statement) or 0)


def _people(rows: Iterable[Row[Any]]) -> list[Person]:
    by_person: dict[str, tuple[dict[str, Any], list[Pause]]] = {}
    for row in rows:
        values = fields_of(row)
        first, last = values.pop("first"), values.pop("last")
        _, paused = by_person.setdefault(row.user_id, (values, []))
        paused += [Pause(first, last)] if first is not None else []
    return [_person(values, paused) for values, paused in by_person.values()]


def _person(values: dict[str, Any], paused: Iterable[Pause]) -> Person:
    status = values.pop("standing")  # the column is older than the name
    return Person(**values, status=status, pauses=tuple(paused))
