"""Remembers deliveries as the use cases see them; the engine's own statements stand in `bot.storage.engine`."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row

from bot.domain.deliveries import Delivery, Status
from bot.storage.rows import insert_new, values_of
from bot.storage.store import Store, fields_of
from bot.storage.tables import deliveries


class Outbox(Store):
    """The deliveries of one workspace."""

    table = deliveries

    async def add(self, delivery: Delivery) -> bool:
        """Put a message of its own slot into the outbox, in the transaction of what caused it; False if it is there."""
        return await insert_new(self._connection, deliveries, values_of(delivery)) == 1

    async def get(self, delivery_id: str) -> Delivery | None:
        """The delivery, or None."""
        row = await self._first(self._select(deliveries.c.id == delivery_id))
        return row and to_delivery(row)

    async def of(
        self, recipient: str, nudges: Collection[str], *, since: date = date.min, status: Status | None = Status.SENT
    ) -> list[Delivery]:
        """What went out to a recipient of these nudges since a local date, the newest first."""
        conditions: list[ColumnElement[bool]] = [
            deliveries.c.recipient == recipient,
            deliveries.c.nudge.in_(nudges),
            deliveries.c.on >= since,
        ]
        if status is not None:
            conditions.append(deliveries.c.status == status)
        statement = self._select(*conditions).order_by(deliveries.c.on.desc(), deliveries.c.due_at.desc())
        return [to_delivery(row) for row in await self._all(statement)]

    async def sent_since(self, nudge: str, since: date) -> list[Delivery]:
        """What went out of one nudge to anybody since a local date, in no order."""
        sent = (deliveries.c.nudge == nudge, deliveries.c.status == Status.SENT, deliveries.c.on >= since)
        return [to_delivery(row) for row in await self._all(self._select(*sent))]

    async def troubled(self, since: datetime) -> list[Delivery]:
        """Missed, refused and unconfirmed deliveries due at `since` or later, the newest first."""
        trouble = deliveries.c.status.in_([Status.MISSED, Status.REFUSED, Status.UNCONFIRMED])
        statement = self._select(trouble, deliveries.c.due_at >= since).order_by(deliveries.c.due_at.desc())
        return [to_delivery(row) for row in await self._all(statement)]


def to_delivery(row: Row[Any]) -> Delivery:
    """The delivery that a row holds."""
    return Delivery(**fields_of(row, "owner"))
