"""Stores what is due next: one row for each recipient and nudge."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Delete, Select, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.plans import Plan
from bot.domain.time.localtime import kept
from bot.domain.time.schedule import Slot
from bot.storage.base.prebuilt import BoundStatement, prebuilt
from bot.storage.base.rows import upsert, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import schedules

# In the order of the fields of Plan.
NAMES = (
    *("workspace_id", "recipient", "nudge", "next_on", "next_due_at", "next_at", "subject"),
    *("at", "days", "zone", "working_days", "country"),
)
KEY = ("workspace_id", "recipient", "nudge", "subject")


_SAME = [schedules.c[name] == bindparam(f"same_{name}") for name in KEY]
_FORGET = delete(schedules).where(*_SAME)


@prebuilt
def _of(workspace_id: str, recipient: str) -> Select[Any]:
    return _earliest_first(schedules.c.workspace_id == workspace_id, schedules.c.recipient == recipient)


@prebuilt
def _of_slot(workspace_id: str, recipient: str, nudge: str, subject: str) -> Select[Any]:
    c = schedules.c
    same = (c.workspace_id == workspace_id, c.recipient == recipient, c.nudge == nudge, c.subject == subject)
    return _earliest_first(*same)


@prebuilt
def _of_each(workspace_id: str, recipients: Collection[str]) -> Select[Any]:
    c = schedules.c
    return _earliest_first(c.workspace_id == workspace_id, c.recipient.in_(recipients), c.subject == "")


@prebuilt
def _remove_all(workspace_id: str, recipient: str) -> Delete:
    c = schedules.c
    return delete(schedules).where(c.workspace_id == workspace_id, c.recipient == recipient)


@prebuilt
def _remove_kinds(workspace_id: str, recipient: str, nudges: Collection[str]) -> Delete:
    c = schedules.c
    return delete(schedules).where(c.workspace_id == workspace_id, c.recipient == recipient, c.nudge.in_(nudges))


@prebuilt
def _remove_about(workspace_id: str, recipient: str, nudges: Collection[str], subject: str) -> Delete:
    c = schedules.c
    same = (c.workspace_id == workspace_id, c.recipient == recipient, c.subject == subject)
    return delete(schedules).where(*same, c.nudge.in_(nudges))


def _earliest_first(*conditions: ColumnElement[bool]) -> Select[Any]:
    return select(schedules).where(*conditions).order_by(schedules.c.next_due_at, schedules.c.nudge)


class ScheduleStore(Store):
    """The plans of one workspace."""

    table = schedules

    async def get(self, recipient: str, nudge: str, subject: str = "") -> Plan | None:
        """The plan of that nudge for that recipient, or None."""
        return next(iter(await self._plans(_of_slot(self.workspace_id, recipient, nudge, subject))), None)

    async def of(self, recipient: str) -> list[Plan]:
        """All plans for a person or a channel, the earliest first."""
        return await self._plans(_of(self.workspace_id, recipient))

    async def of_each(self, recipients: Collection[str]) -> dict[tuple[str, str], Plan]:
        """The plans for several people or channels, by recipient and nudge; only those without a subject."""
        plans = await self._plans(_of_each(self.workspace_id, recipients))
        return {(plan.recipient, plan.nudge): plan for plan in plans}

    async def save(self, *plans: Plan) -> None:
        """Write plans, replacing the former one of the same recipient, nudge and subject."""
        if plans:
            await upsert(self._connection, schedules, [values_of_plan(plan) for plan in plans])

    async def replace(self, before: Sequence[Plan], after: Sequence[Plan]) -> None:
        """Write the plans in `after` that differ from those in `before`, and delete those in `before` that are no
        longer planned.
        """
        kept_keys = [_key(plan) for plan in after]
        if over := [key for plan in before if (key := _key(plan)) not in kept_keys]:
            await self._connection.execute(_FORGET, over)
        if changed := [values_of_plan(plan) for plan in after if plan not in before]:
            await upsert(self._connection, schedules, changed)

    async def remove(self, recipient: str, *nudges: str, subject: str | None = None) -> None:
        """Delete the plans of a recipient for these nudges, about one subject or any."""
        if subject is None:
            await self._asked(_remove_kinds(self.workspace_id, recipient, nudges))
        else:
            await self._asked(_remove_about(self.workspace_id, recipient, nudges, subject))

    async def remove_all(self, recipient: str) -> None:
        """Delete every plan of a recipient."""
        await self._asked(_remove_all(self.workspace_id, recipient))

    async def _plans(self, statement: BoundStatement) -> list[Plan]:
        return [_plan(fields_of(row)) for row in await self._all(statement)]


async def due(connection: AsyncConnection, now: datetime, limit: int) -> list[Plan]:
    """The plans of all workspaces that are due at `now`, the earliest first, locked against other planners."""
    rows = await connection.execute(_DUE, {"now": now, "most": limit})
    # By position, since there are a thousand in a page and names take twice as long.
    return [
        Plan(workspace_id, recipient, nudge, Slot(on, due_at, at), *rest)
        for workspace_id, recipient, nudge, on, due_at, at, *rest in rows
    ]


_NEXT_DUE_AT = select(func.min(schedules.c.next_due_at))  # built once, since every beat runs it
_DUE = (
    select(*(schedules.c[name] for name in NAMES))
    .where(schedules.c.next_due_at <= bindparam("now"))
    .order_by(schedules.c.next_due_at)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_MOVE = (
    update(schedules)
    .where(*_SAME)
    .values(next_on=bindparam("on"), next_due_at=bindparam("due_at"), next_at=bindparam("wall"))
)


async def next_due_at(connection: AsyncConnection) -> datetime | None:
    """When the next plan of any workspace is due (aware UTC), or None."""
    moment: datetime | None = await connection.scalar(_NEXT_DUE_AT)
    return moment


async def move(connection: AsyncConnection, forget: Sequence[Plan], keep: Sequence[tuple[Plan, Slot]]) -> None:
    """Delete the plans that have ended and move the others on to their next slots, for all workspaces at once."""
    if keep:
        rows = [_key(plan) | {"on": slot.on, "due_at": slot.due_at, "wall": slot.at} for plan, slot in keep]
        await connection.execute(_MOVE, rows)
    if forget:
        await connection.execute(_FORGET, [_key(plan) for plan in forget])


def _key(plan: Plan) -> dict[str, str]:
    return {f"same_{name}": getattr(plan, name) for name in KEY}


async def displaced(connection: AsyncConnection, now: datetime) -> list[dict[str, Any]]:
    """The planned times after `now` (aware UTC), in all workspaces, whose instant no longer fits their wall time by
    today's time zone rules. `put_in_place` moves them.

    Checks each planned time once, not each plan: a million people share a few thousand times.
    """
    c = schedules.c
    planned = select(c.zone, c.next_on, c.next_at, c.next_due_at).where(c.next_at.is_not(None), c.next_due_at > now)
    return [
        {"same_zone": row.zone, "same_on": row.next_on, "same_at": row.next_at, "was": row.next_due_at, "is": due_at}
        for row in (await connection.execute(planned.distinct())).all()
        if (due_at := kept(row.next_due_at, row.next_on, row.next_at, row.zone)) != row.next_due_at
    ]


async def put_in_place(connection: AsyncConnection, moved: Sequence[dict[str, Any]]) -> None:
    """Move every plan at these times."""
    c = schedules.c
    same = (c.zone == bindparam("same_zone"), c.next_on == bindparam("same_on"), c.next_at == bindparam("same_at"))
    statement = update(schedules).where(*same, c.next_due_at == bindparam("was"))
    await connection.execute(statement.values(next_due_at=bindparam("is")), moved)


def values_of_plan(plan: Plan) -> dict[str, Any]:
    """A plan as a row."""
    return values_of(plan, "next") | {f"next_{name}": value for name, value in values_of(plan.next).items()}


def _plan(row: dict[str, Any]) -> Plan:
    on, due_at, at = (row.pop(f"next_{name}") for name in ("on", "due_at", "at"))
    return Plan(next=Slot(on, kept(due_at, on, at, row["zone"]), at), **row)  # the rules may be newer than the plan
