"""Housekeeping: removes rows that nobody needs any more, in small batches, so that nothing waits long for it."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select, tuple_, update

from bot.domain.aggregates import AggregateKind
from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.removals import REMEMBERED
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.selfchecks.feedback import COHORTS_HOLD
from bot.storage.database import Database
from bot.storage.stores import processed_requests
from bot.storage.tables import aggregates, contributors, deliveries, draft_answers, removals, safeguards
from bot.storage.tables import seen as requests

KEPT = timedelta(days=400)  # prompts do not repeat within a year, and only deliveries tell when one was sent
GIVEN_UP = timedelta(days=14)  # no message makes sense that late; a workspace without a token may be stopped for longer
UNFINISHED = timedelta(days=14)  # by then a form asks about another week
BATCH = 500
FINAL = (
    DeliveryStatus.SENT,
    DeliveryStatus.REFUSED,
    DeliveryStatus.MISSED,
    DeliveryStatus.WITHHELD,
    DeliveryStatus.UNCONFIRMED,
)


async def tidy(database: Database, now: datetime, most: int = 20) -> int:
    """Remove deliveries that ended over 400 days before `now` (aware UTC), dedupe rows older than an hour, what was
    tapped in forms that nobody handed in, removals that were given up, and aggregates that nothing can show any more,
    with their contributors.

    At most `most` batches of each, with a transaction each. Returns how many rows were removed.
    """
    gone = 0
    for status in FINAL:
        async with database.delivery_store() as delivery_store:
            oldest = await delivery_store.waiting(status)
        for workspace_id in [workspace_id for workspace_id, due_at in oldest.items() if due_at < now - KEPT][:most]:
            gone += await _old_deliveries(database, status, workspace_id, now)
    for remove in (_old_requests, _old_aggregates, _old_safeguards, _old_drafts, _old_removals):
        for _ in range(most):
            removed = await remove(database, now)
            gone += removed
            if removed < BATCH:
                break
    await _give_up(database, now)
    return gone


async def _give_up(database: Database, now: datetime) -> None:
    """Mark deliveries as missed that waited too long, which happens only in stopped workspaces."""
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
        if ids:
            mine = deliveries.c.workspace_id == workspace_id
            await connection.execute(delete(deliveries).where(mine, deliveries.c.id.in_(ids)))
    return len(ids)


async def _old_requests(database: Database, now: datetime) -> int:
    key = (requests.c.workspace_id, requests.c.key)
    old = (
        select(*key).where(requests.c.at < now - processed_requests.KEPT).limit(BATCH).with_for_update(skip_locked=True)
    )
    async with database.connection() as connection:
        rows = (await connection.execute(old)).all()
        if rows:
            await connection.execute(delete(requests).where(tuple_(*key).in_([tuple(row) for row in rows])))
    return len(rows)


async def _old_safeguards(database: Database, now: datetime) -> int:
    """What no round of the other view can meet any more. A no, and how often somebody was reached, stay."""
    key = (safeguards.c.workspace_id, safeguards.c.kind, safeguards.c.hash)
    over = or_(
        (safeguards.c.kind == SafeguardKind.COHORT) & (safeguards.c.at < now - COHORTS_HOLD),
        (safeguards.c.kind == SafeguardKind.ROUND) & (safeguards.c.at < now - timedelta(days=1)),
    )
    old = select(*key).where(over).limit(BATCH).with_for_update(skip_locked=True)
    async with database.connection() as connection:
        rows = [tuple(row) for row in (await connection.execute(old)).all()]
        if rows:
            await connection.execute(delete(safeguards).where(tuple_(*key).in_(rows)))
    return len(rows)


async def _old_aggregates(database: Database, now: datetime) -> int:
    key = (aggregates.c.workspace_id, aggregates.c.kind, aggregates.c.scope)
    # Aggregates of prompts are kept for ever: counted anew, one could be subtracted from what somebody remembers of it.
    gone = (aggregates.c.at < now - KEPT) & (aggregates.c.kind != AggregateKind.PROMPT_TALLY)
    old = select(*key).where(gone).limit(BATCH).with_for_update(skip_locked=True)
    async with database.connection() as connection:
        rows = [tuple(row) for row in (await connection.execute(old)).all()]
        for table in (contributors, aggregates) if rows else ():
            same = tuple_(table.c.workspace_id, table.c.kind, table.c.scope).in_(rows)
            await connection.execute(delete(table).where(same))
    return len(rows)


async def _old_drafts(database: Database, now: datetime) -> int:
    key = (draft_answers.c.workspace_id, draft_answers.c.user_id, draft_answers.c.form, draft_answers.c.item_id)
    old = select(*key).where(draft_answers.c.at < now - UNFINISHED).limit(BATCH).with_for_update(skip_locked=True)
    async with database.connection() as connection:
        rows = [tuple(row) for row in (await connection.execute(old)).all()]
        if rows:
            await connection.execute(delete(draft_answers).where(tuple_(*key).in_(rows)))
    return len(rows)


async def _old_removals(database: Database, now: datetime) -> int:
    key = (removals.c.workspace_id, removals.c.conversation, removals.c.target, removals.c.about)
    old = select(*key).where(removals.c.given_up_at < now - REMEMBERED).limit(BATCH).with_for_update(skip_locked=True)
    async with database.connection() as connection:
        rows = [tuple(row) for row in (await connection.execute(old)).all()]
        if rows:
            await connection.execute(delete(removals).where(tuple_(*key).in_(rows)))
    return len(rows)
