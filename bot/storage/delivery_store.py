"""The delivery engine's statements, over all workspaces, inside one transaction: plans, claims, results, doubts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement, Update, and_, bindparam, func, literal_column, null, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.dml import ReturningUpdate

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.storage.base.cipher import Cipher
from bot.storage.base.rows import insert_new, values_of
from bot.storage.outbox import clock_jumps, schedules
from bot.storage.outbox.backlog import EVERYWHERE, ONE_INDEX, OPEN
from bot.storage.outbox.outbox import to_delivery
from bot.storage.outbox.pulse import PulseStore
from bot.storage.outbox.results import Ended, Result
from bot.storage.tables import deliveries
from bot.storage.transaction import Transaction

# The statuses that a late "sent" may still correct.
NOT_FINAL = (DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT, DeliveryStatus.UNCONFIRMED)
KEY = ("workspace_id", "id")
CHANGES = tuple(field.name for field in fields(Result) if field.name not in KEY)


class DeliveryStore:
    """The engine's statements on one open transaction."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher, *, is_distributed: bool) -> None:
        """`is_distributed`: the tables may be spread over several servers."""
        self._connection = connection
        self._cipher = cipher
        self._waiting = EVERYWHERE if is_distributed else ONE_INDEX

    def transaction(self, workspace_id: str) -> Transaction:
        """The stores of one workspace, inside this same transaction."""
        return Transaction(self._connection, workspace_id, self._cipher)

    async def due_plans(self, now: datetime, limit: int) -> list[Plan]:
        """Plans due at `now`, the earliest first; skips those held by another planner."""
        return await schedules.due(self._connection, now, limit)

    async def move_on(
        self, forget: Sequence[Plan], keep: Sequence[tuple[Plan, Slot]], made: Sequence[Delivery]
    ) -> None:
        """Put deliveries into the outbox (existing slots stay as they are), and move plans on to their next slots."""
        new = [delivery for delivery in made if _untouched_values(delivery) == _UNTOUCHED]
        if new:
            rows = [dict(zip(_NEW_NAMES, _new_values(delivery), strict=True)) for delivery in new]
            await insert_new(self._connection, deliveries, rows, _WRITTEN_OUT)
        if others := [values_of(delivery) for delivery in made if _untouched_values(delivery) != _UNTOUCHED]:
            await insert_new(self._connection, deliveries, others)
        await schedules.move(self._connection, forget, keep)

    async def next_plan_at(self) -> datetime | None:
        """When the next plan is due (aware UTC), or None."""
        return await schedules.next_due_at(self._connection)

    async def displaced(self, now: datetime) -> list[dict[str, Any]]:
        """As `outbox.schedules.displaced`: the times that new time zone rules have moved."""
        return await schedules.displaced(self._connection, now)

    async def put_in_place(self, moved: Sequence[dict[str, Any]]) -> None:
        """As `outbox.schedules.put_in_place`: move everything planned for these times."""
        await schedules.put_in_place(self._connection, moved)

    async def unsent_after(self, moment: datetime) -> list[tuple[Delivery, str]]:
        """As `clock_jumps.unsent_after`: unsent deliveries due after `moment`, each with its recipient's zone."""
        return await clock_jumps.unsent_after(self._connection, moment)

    async def take_back(self, made: Sequence[Delivery], once: Sequence[Plan]) -> None:
        """As `clock_jumps.take_back`: remove these deliveries, and plan their slots again."""
        await clock_jumps.take_back(self._connection, made, once)

    async def waiting(self, status: DeliveryStatus = DeliveryStatus.PENDING) -> dict[str, datetime]:
        """The workspaces with deliveries in `status`, and when the earliest of each was due (aware UTC).

        On one server it walks the index from workspace to workspace, so that its cost does not grow with the number of
        deliveries; on several, each server looks through its own.
        """
        rows = await self._connection.execute(self._waiting.all, {"status": status})
        return dict(map(tuple, rows))

    async def sendable(self) -> dict[DeliveryStatus, dict[str, datetime]]:
        """For each open status, the workspaces with such deliveries and when the earliest of each was due, without
        stopped workspaces, whose deliveries wait until the token works again.
        """
        by_status: dict[DeliveryStatus, dict[str, datetime]] = {status: {} for status in OPEN}
        for workspace_id, due_at, status in await self._connection.execute(self._waiting.sendable):
            by_status[DeliveryStatus(status)][workspace_id] = due_at
        return by_status

    @property
    def pulse(self) -> PulseStore:
        """The beat of the sending processes, inside this same transaction."""
        return PulseStore(self._connection)

    async def claim(self, workspace_id: str, owner: str, *, due: datetime, at: datetime, limit: int) -> list[Delivery]:
        """Mark pending deliveries of a workspace that were due by `due` as *sending* by `owner`, the earliest first.

        `at` is the real time. Whether `owner` holds the workspace's lease is checked before, with the pulse.
        """
        given = {"workspace": workspace_id, "worker": owner, "due": due, "at": at, "most": limit}
        rows = (await self._connection.execute(_CLAIM, given)).all()
        return sorted((to_delivery(row) for row in rows), key=lambda delivery: delivery.due_at)

    async def note_content(self, workspace_id: str, contents: Mapping[str, tuple[str, str]]) -> None:
        """Record which prompt each delivery of a workspace carries and why it was chosen, by delivery id."""
        if contents:
            rows = [
                {"workspace": workspace_id, "which": delivery_id, "content": content, "because": why}
                for delivery_id, (content, why) in contents.items()
            ]
            await self._connection.execute(_NOTE_CONTENT, rows)

    async def record(self, owner: str, sent: Sequence[Result], ended: Sequence[Ended] = ()) -> None:
        """Write the results of deliveries that `owner` claimed. *Sent* is always true and always written; it has no
        reason, and leaves nothing to look up.

        The results in `ended` are written only if that very claim still stands: another worker may have taken it over,
        and after a lost answer to a commit a result is written twice, perhaps with a new claim of ours in between.
        """
        if sent:
            await self._connection.execute(
                _SENT, [dict(zip(_SENT_NAMES, _sent_values(result), strict=True)) for result in sent]
            )
        still = and_(deliveries.c.status == DeliveryStatus.SENDING, deliveries.c.owner == owner, _SAME_ATTEMPT)
        rows = [(_row(end.result) | {"attempt": end.attempt}, end) for end in ended]
        await self._write([row for row, end in rows if end.then is None and end.waits_until is None], still)
        for row, end in rows:
            if end.waits_until is not None:
                await self._connection.execute(_WAIT.where(still), row | {"until": end.waits_until})
            elif end.then is not None and await self._write_one(row, still):
                await insert_new(self._connection, deliveries, values_of(end.then))

    async def settle(self, ended: Sequence[Ended]) -> None:
        """Write the results of deliveries in doubt; for an older attempt, only *sent* is written."""
        rows = [_row(end.result) | {"attempt": end.attempt} for end in ended]
        sent = bindparam("new_status") == DeliveryStatus.SENT
        await self._write(rows, and_(deliveries.c.status == DeliveryStatus.IN_DOUBT, or_(sent, _SAME_ATTEMPT)))

    async def doubt(self, workspace_ids: Collection[str], but: Collection[str]) -> list[Delivery]:
        """All deliveries in doubt of these workspaces, after marking as in doubt those *sending* there, except
        `but`.
        """
        there = deliveries.c.workspace_id.in_(workspace_ids)
        sending = select(deliveries.c.workspace_id, deliveries.c.id, deliveries.c.owner).where(
            deliveries.c.status == DeliveryStatus.SENDING, there
        )
        lost = [
            {"same_workspace_id": row.workspace_id, "same_id": row.id, "gone": row.owner}
            for row in await self._connection.execute(sending)
            if row.id not in but
        ]
        if lost:
            still = and_(deliveries.c.status == DeliveryStatus.SENDING, deliveries.c.owner == bindparam("gone"))
            doubted = update(deliveries).where(*_SAME, still).values(status=DeliveryStatus.IN_DOUBT)
            await self._connection.execute(doubted, lost)
        in_doubt = select(deliveries).where(deliveries.c.status == DeliveryStatus.IN_DOUBT, there)
        return [to_delivery(row) for row in await self._connection.execute(in_doubt)]

    async def _write(self, rows: Sequence[dict[str, Any]], condition: Any) -> None:
        if rows:
            await self._connection.execute(_update(condition), rows)

    async def _write_one(self, row: dict[str, Any], condition: Any) -> bool:
        """Write one row, and return whether it met `condition`; for several rows at once, drivers do not tell."""
        return (await self._connection.execute(_update(condition), row)).rowcount == 1


def _claim() -> ReturningUpdate[Any]:
    workspace_id: Any = bindparam("workspace")
    waiting = (deliveries.c.status == DeliveryStatus.PENDING, deliveries.c.workspace_id == workspace_id)
    wanted = (
        select(deliveries.c.id)
        .where(*waiting, deliveries.c.due_at <= bindparam("due"))
        .order_by(deliveries.c.due_at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    # A separate query, since PostgreSQL may run a nested one again for each row, and exceed the limit.
    some = wanted.cte("wanted")
    changes = {"owner": bindparam("worker"), "claimed_at": bindparam("at"), "attempts": deliveries.c.attempts + 1}
    return (
        update(deliveries)
        .where(deliveries.c.workspace_id == workspace_id, deliveries.c.id.in_(select(some.c.id)))
        .values(status=DeliveryStatus.SENDING, **changes)
        .returning(deliveries)
    )


def _update(condition: Any) -> Update:
    changes: dict[str, Any] = {name: bindparam(f"new_{name}") for name in CHANGES}
    return update(deliveries).where(*_SAME, condition).values(changes)


def _written_out(word: str) -> ColumnElement[str]:
    """One of our own constants, as part of a statement's text."""
    return literal_column(f"'{word}'")


def _row(result: Result) -> dict[str, Any]:
    same = {f"same_{name}": getattr(result, name) for name in KEY}
    return same | {f"new_{name}": value for name, value in values_of(result).items()}


# Values that are the same for every delivery from a plan are not parameters, and empty ones are left out: a tick makes
# thousands.
_NEW_NAMES = ("workspace_id", "id", "recipient", "nudge", "subject", "on", "due_at", "status", "reason")
_LATER = {field.name: field.default for field in fields(Delivery) if field.name not in _NEW_NAMES}
_new_values, _untouched_values, _UNTOUCHED = attrgetter(*_NEW_NAMES), attrgetter(*_LATER), tuple(_LATER.values())
_WRITTEN_OUT = tuple((name, repr(value)) for name, value in _LATER.items() if value is not None)
_SAME = tuple(deliveries.c[name] == bindparam(f"same_{name}") for name in KEY)
_WAIT = _update(true()).values(
    due_at=bindparam("until"), waited_since=func.coalesce(deliveries.c.waited_since, deliveries.c.due_at)
)
_NOTE_CONTENT = (
    update(deliveries)
    .where(deliveries.c.workspace_id == bindparam("workspace"), deliveries.c.id == bindparam("which"))
    .values(content_id=bindparam("content"), why=bindparam("because"))
)
_SAME_ATTEMPT = deliveries.c.attempts == bindparam("attempt")
_CLAIM = _claim()  # built once, like the others above
# Values implied by *sent* are not parameters: each would cost time for every message.
_SENT_FIELDS = ("channel_id", "ts", "content_id", "sent_at", "why")
_SENT_NAMES = (*(f"same_{name}" for name in KEY), *(f"new_{name}" for name in _SENT_FIELDS))
_sent_values = attrgetter(*KEY, *_SENT_FIELDS)
_SENT = (
    update(deliveries)
    .where(*_SAME, deliveries.c.status.in_([_written_out(status) for status in NOT_FINAL]))
    .values({name: bindparam(f"new_{name}") for name in _SENT_FIELDS})
    .values(status=_written_out(DeliveryStatus.SENT), reason=_written_out(""), looked_up_at=null())
)
