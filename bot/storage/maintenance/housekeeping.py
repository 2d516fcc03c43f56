"""Housekeeping: removes rows that nobody needs any more, in small batches, so that nothing waits long for it."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Table, delete, exists, func, or_, select, tuple_, update

from bot.domain.aggregates import AggregateKind
from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.removals import REMEMBERED
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.selfchecks.feedback import COHORTS_HOLD
from bot.storage.base.rows import across_workspaces
from bot.storage.database import Database
from bot.storage.stores import processed_requests
from bot.storage.tables import (
    aggregates,
    contributors,
    deliveries,
    draft_answers,
    feedback_answers,
    feedback_rounds,
    removals,
    safeguards,
)
from bot.storage.tables import seen as requests

KEPT = timedelta(days=400)  # prompts do not repeat within a year, and only deliveries tell when one was sent
GIVEN_UP = timedelta(days=14)  # so late, no message makes sense; a workspace without a token may be stopped for longer
# About a time that has passed. The other kinds go on, and are kept for ever: if one were counted again, it could be
# subtracted from what somebody remembers of it.
PASSING = (AggregateKind.WEEK, AggregateKind.QUARTER, AggregateKind.PROMPT)
UNFINISHED = timedelta(days=14)  # by then, a form asks about another week
BATCH = 500
LOCK = 7_046_239  # any number, as long as every Second Chair uses the same one
FINAL = (
    DeliveryStatus.SENT,
    DeliveryStatus.REFUSED,
    DeliveryStatus.MISSED,
    DeliveryStatus.WITHHELD,
    DeliveryStatus.UNCONFIRMED,
)


async def tidy(database: Database, now: datetime, most: int = 20) -> int:
    """Remove deliveries that ended over 400 days before `now` (aware UTC), dedupe rows older than an hour, answers
    tapped in forms that were never submitted, single answers of closed rounds, removals that were given up, and
    aggregates that nothing can show any more, with their contributors.

    At most `most` batches of each, one transaction per batch. Returns how many rows were removed.
    """
    gone = 0
    for status in FINAL:
        async with database.look() as delivery_store:
            oldest = await delivery_store.waiting(status)
        for workspace_id in [workspace_id for workspace_id, due_at in oldest.items() if due_at < now - KEPT][:most]:
            gone += await _old_deliveries(database, status, workspace_id, now)
    for table, over in _over(now).items():
        for _ in range(most):
            removed = await _old(database, table, over)
            gone += removed
            if removed < BATCH:
                break
    await _give_up(database, now)
    return gone


async def _give_up(database: Database, now: datetime) -> None:
    """Mark as missed deliveries that waited too long, which happens only in stopped workspaces."""
    async with database.look() as delivery_store:
        waiting = await delivery_store.waiting(DeliveryStatus.PENDING)
    for workspace_id in [workspace_id for workspace_id, due_at in waiting.items() if due_at < now - GIVEN_UP]:
        old = (
            deliveries.c.status == DeliveryStatus.PENDING,
            deliveries.c.workspace_id == workspace_id,
            deliveries.c.due_at < now - GIVEN_UP,
        )
        async with database.connection() as connection:
            missed = update(deliveries).where(*old).values(status=DeliveryStatus.MISSED, reason="too late")
            await connection.execute(missed)


async def _old_deliveries(database: Database, status: DeliveryStatus, workspace_id: str, now: datetime) -> int:
    """Remove a batch of a workspace's deliveries, except those that another worker is removing."""
    old = (
        select(deliveries.c.id)
        .where(
            deliveries.c.status == status,
            deliveries.c.workspace_id == workspace_id,
            deliveries.c.due_at < now - KEPT,
        )
        .order_by(deliveries.c.due_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    async with database.connection() as connection:
        ids = (await connection.scalars(old)).all()
        mine = deliveries.c.workspace_id == workspace_id
        await connection.execute(delete(deliveries).where(mine, deliveries.c.id.in_(ids)))
    return len(ids)


def _over(now: datetime) -> dict[Table, ColumnElement[bool]]:
    """Which rows are over, by table. Single answers go with their round, whose sums stay. Safeguards go if no feedback
    round can meet them any more, and counts for a day if it is over everywhere; refusals, and how often somebody was
    reached, stay.
    """
    answer, asked, kind, at = feedback_answers.c, feedback_rounds.c, safeguards.c.kind, safeguards.c.at
    return {
        requests: requests.c.at < now - processed_requests.KEPT,
        aggregates: (aggregates.c.at < now - KEPT) & aggregates.c.kind.in_(PASSING),
        safeguards: or_(
            (kind == SafeguardKind.COHORT) & (at < now - COHORTS_HOLD),
            (kind == SafeguardKind.ROUND) & (at < now - timedelta(days=1)),
            (kind == SafeguardKind.USED) & (at < now - timedelta(days=2)),
        ),
        draft_answers: draft_answers.c.at < now - UNFINISHED,
        feedback_answers: exists().where(
            asked.workspace_id == answer.workspace_id, asked.id == answer.round_id, asked.closes_at <= now
        ),
        removals: removals.c.given_up_at < now - REMEMBERED,
    }


async def _old(database: Database, table: Table, over: ColumnElement[bool]) -> int:
    """Remove a batch of a table's expired rows, in all workspaces, and the contributors of aggregates with them.
    Returns how many; removes nothing while another process is doing it.
    """
    async with database.connection() as connection:
        if database.is_shared and not await connection.scalar(select(func.pg_try_advisory_xact_lock(LOCK))):
            return 0
        old = select(*table.primary_key).where(over).limit(BATCH)
        rows = [tuple(row) for row in await connection.execute(across_workspaces(old))]
        if rows:
            if table is aggregates:
                scope = tuple_(*(contributors.c[column.name] for column in table.primary_key))
                await connection.execute(delete(contributors).where(scope.in_(rows)))
            await connection.execute(delete(table).where(tuple_(*table.primary_key).in_(rows), over))
    return len(rows)
