"""Stores what is still to be removed from Slack, and gives each workspace's removals to one process at a time."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, bindparam, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people.removals import Removal, RemovalCount, RemovalKind
from bot.storage.base.rows import across_workspaces, insert_new, upsert, values_of
from bot.storage.base.store import Store, fields_of
from bot.storage.tables import removals, workspaces


class RemovalStore(Store):
    """The removals of one workspace."""

    table = removals

    async def add(self, wanted: Sequence[Removal], *, only_new: bool = False) -> None:
        """Put removals into the queue; one that already exists takes over the newer values and due time, unless
        `only_new` ones are to be added.
        """
        put = insert_new if only_new else upsert
        rows = [{"workspace_id": self.workspace_id, "held_until": None} | values_of(removal) for removal in wanted]
        if rows:
            await put(self._connection, removals, rows)

    async def drop(self, removal: Removal, held_until: datetime) -> bool:
        """Delete a removal that is done. False if it is no longer ours: another process has it, or the workspace is
        gone.
        """
        ours = self._delete(*_same(removal), removals.c.held_until == held_until)
        return bool((await self._connection.execute(ours)).rowcount)

    async def put_back(self, removal: Removal, held_until: datetime) -> bool:
        """Let go of a removal, saving it as it is now. False as in `drop`."""
        values = values_of(removal) | {"held_until": None}
        ours = self._update(*_same(removal), removals.c.held_until == held_until).values(values)
        return bool((await self._connection.execute(ours)).rowcount)

    async def pause(self, kinds: Collection[RemovalKind], until: datetime) -> None:
        """Pause removals of these kinds until then, because Slack wants no more for now."""
        waiting = (removals.c.kind.in_(kinds), removals.c.due_at < until, removals.c.given_up_at.is_(None))
        await self._connection.execute(self._update(*waiting).values(due_at=until))

    async def forget_conversation(self, conversation: str) -> None:
        """Drop everything that is to be removed in a conversation."""
        await self._connection.execute(self._delete(removals.c.conversation == conversation))

    async def all(self) -> list[Removal]:
        """Every removal, those due first at the front."""
        statement = self._select().order_by(*_ORDER)
        return [_removal(row) for row in await self._all(statement)]

    async def given_up(self) -> list[RemovalCount]:
        """How many were given up, by reason, the most frequent first."""
        reason, number = removals.c.reason, func.count()
        over = self._mine(removals.c.given_up_at.is_not(None))
        statement = select(reason, number).where(over).group_by(reason).order_by(number.desc(), reason)
        return [RemovalCount(*values) for values in map(tuple, await self._all(statement))]


async def claim_removals(
    connection: AsyncConnection, now: datetime, held_for: timedelta, limit: int
) -> list[tuple[str, Removal, datetime]]:
    """Claim the first due removal of each workspace. Returns each with its workspace and until when it is held; those
    of a process that dies are due again then. A workspace with a removal being held gets none, so that no two processes
    work there.
    """
    until, waits = now + held_for, and_(removals.c.due_at <= now, removals.c.given_up_at.is_(None))
    other = removals.alias()
    is_busy = exists().where(other.c.workspace_id == removals.c.workspace_id, other.c.held_until > now)
    is_stopped = exists().where(workspaces.c.id == removals.c.workspace_id, workspaces.c.stopped)
    turn = func.row_number().over(partition_by=removals.c.workspace_id, order_by=_ORDER).label("turn")
    ranked = select(removals, turn).where(waits, ~is_busy, ~is_stopped).subquery()
    first = select(*(ranked.c[column.name] for column in removals.columns)).where(ranked.c.turn == 1).limit(limit)
    is_free = or_(removals.c.held_until.is_(None), removals.c.held_until <= now)
    claimed: list[tuple[str, Removal, datetime]] = []
    for row in (await connection.execute(across_workspaces(first))).all():  # each separately, within its workspace
        removal = _removal(row)
        same = (removals.c.workspace_id == row.workspace_id, *_same(removal))
        free = select(removals.c.about).where(*same, waits, is_free).with_for_update(skip_locked=True)
        taken = update(removals).where(*same, removals.c.about.in_(free)).values(held_until=until)
        if (await connection.execute(taken)).rowcount:
            claimed.append((row.workspace_id, removal, until))
    return claimed


async def any_due(connection: AsyncConnection, now: datetime) -> bool:
    """Whether anything is to be removed now, in any workspace."""
    return bool(await connection.scalar(_ANY_DUE, {"now": now}))


# Built once, since every beat runs it: building a statement takes longer than running it.
_WAITS = exists().where(removals.c.due_at <= bindparam("now"), removals.c.given_up_at.is_(None))
_ANY_DUE = across_workspaces(select(_WAITS))
_ORDER = (removals.c.due_at, removals.c.conversation, removals.c.target, removals.c.about)


def _removal(row: Row[Any]) -> Removal:
    return Removal(**fields_of(row, "workspace_id", "held_until"))


def _same(removal: Removal) -> tuple[ColumnElement[bool], ...]:
    return (
        removals.c.conversation == removal.conversation,
        removals.c.target == removal.target,
        removals.c.about == removal.about,
    )
