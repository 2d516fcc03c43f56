"""Deliveries of two workspaces that differ by recipient, nudge, status and day."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.storage.database import Database

FIRST = date(2026, 10, 19)
NOON = datetime(2026, 10, 19, 12, tzinfo=UTC)
SENT, REFUSED = DeliveryStatus.SENT, DeliveryStatus.REFUSED


def made(recipient: str, day: int, nudge: str = "hello", **fields: Any) -> Delivery:
    """A delivery in T1, sent so many days after the first, unless `fields` say otherwise."""
    subject = fields.pop("subject", "")
    due_at = NOON + timedelta(days=day)
    given = {"status": SENT, "content_id": "p1"} | fields
    return Delivery.of_slot("T1", recipient, nudge, subject, FIRST + timedelta(days=day), due_at, **given)


OLD, NEW, NEWEST = made("U1", 0), made("U1", 2), made("U1", 4, content_id="p2")
OTHER_NUDGE, OTHER_PERSON = made("U1", 3, "all_day", content_id="p3"), made("U2", 3)
MISSED = made("U1", 5, status=DeliveryStatus.MISSED, reason="late", content_id="p9")
ALL = (NEW, NEWEST, OLD, OTHER_NUDGE, OTHER_PERSON, MISSED)
SECOND, FIRST_DUE = FIRST + timedelta(days=2), OLD.due_at


async def put(database: Database, *rows: Delivery) -> None:
    """The same rows in two workspaces; the other's have different content."""
    contents: Mapping[str, Mapping[str, Any]] = {"T1": {}, "T2": {"content_id": "p7"}}
    for workspace_id, content in contents.items():
        async with database.transaction(workspace_id) as transaction:
            for row in rows:
                assert await transaction.outbox.add(replace(row, workspace_id=workspace_id, **content))
