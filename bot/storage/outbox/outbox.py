"""Stores deliveries as the use cases see them; the engine's own statements are in `bot.storage.delivery_store`."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, func, or_, select

from bot.domain.deliveries import TROUBLE, Delivery, DeliveryStatus, UndeliveredCount
from bot.domain.time.localtime import DAY
from bot.storage.base.rows import insert_new, values_of
from bot.storage.base.store import Store
from bot.storage.statements import deliveries as statements
from bot.storage.tables import deliveries, people


class Outbox(Store):
    """The deliveries of one workspace."""

    table = deliveries

    async def add(self, delivery: Delivery) -> bool:
        """Put a delivery into the outbox, in the transaction of whatever caused it; False if its slot already
        exists.
        """
        return await insert_new(self._connection, deliveries, values_of(delivery)) == 1

    async def put_back(self, refused: Delivery) -> None:
        """Let a delivery that Slack refused wait for its turn again; does nothing if another attempt has been made
        since.
        """
        still = (deliveries.c.status == DeliveryStatus.REFUSED, deliveries.c.attempts == refused.attempts)
        waits = self._update(deliveries.c.id == refused.id, *still).values(status=DeliveryStatus.PENDING, reason="")
        await self._connection.execute(waits)

    async def make_due(self, delivery: Delivery, now: datetime) -> None:
        """Let a delivery that waits, or was withheld, be composed again at `now` (aware UTC); does nothing if it has
        changed since.
        """
        still = (deliveries.c.status == delivery.status, deliveries.c.due_at == delivery.due_at)
        again = self._update(deliveries.c.id == delivery.id, *still)
        await self._connection.execute(again.values(status=DeliveryStatus.PENDING, due_at=now, reason=""))

    async def make_due_again(self, nudges: Collection[str], reason: str, now: datetime) -> None:
        """Let what was withheld for this reason be composed again at `now` (aware UTC), for all who are not cut off."""
        reached = select(people.c.user_id).where(people.c.workspace_id == self.workspace_id, ~people.c.cut_off)
        c = deliveries.c
        withheld = (c.status == DeliveryStatus.WITHHELD, c.nudge.in_(nudges), c.reason == reason)
        again = self._update(*withheld, c.recipient.in_(reached))
        await self._connection.execute(again.values(status=DeliveryStatus.PENDING, due_at=now, reason=""))

    async def save_content(self, delivery: Delivery) -> None:
        """Record that a delivery now holds another prompt, and why."""
        content = {"content_id": delivery.content_id, "why": delivery.why}
        await self._connection.execute(self._update(deliveries.c.id == delivery.id).values(content))

    async def get(self, delivery_id: str) -> Delivery | None:
        """The delivery, or None."""
        row = await self._first(statements.of_id(self.workspace_id, delivery_id))
        return row and to_delivery(row)

    async def at(self, recipient: str, ts: str) -> Delivery | None:
        """The delivery whose message to this recipient has Slack's time stamp `ts`, or None."""
        row = await self._first(self._select(deliveries.c.recipient == recipient, deliveries.c.ts == ts))
        return row and to_delivery(row)

    async def of(
        self,
        recipient: str,
        nudges: Collection[str],
        *,
        since: date = date.min,
        status: DeliveryStatus | None = DeliveryStatus.SENT,
    ) -> list[Delivery]:
        """The deliveries of these nudges to a recipient since a local date, the newest first."""
        return (await self.of_each([recipient], nudges, since=since, status=status))[recipient]

    async def of_each(
        self, recipients: Collection[str], nudges: Collection[str], *, since: date, status: DeliveryStatus | None
    ) -> dict[str, list[Delivery]]:
        """The same for each of several recipients."""
        by_recipient: dict[str, list[Delivery]] = defaultdict(list)
        slots = (self.workspace_id, recipients, nudges, since)
        for row in await self._all(
            statements.in_any_status(*slots) if status is None else statements.in_status(*slots, status)
        ):
            by_recipient[row.recipient].append(to_delivery(row))
        return by_recipient

    async def kept_back(self, recipient: str, nudges: Collection[str], asked: str, since: date) -> list[Delivery]:
        """The deliveries of these nudges to a recipient since a local date that wait or were withheld, and all of the
        nudge `asked`.
        """
        waits = deliveries.c.status.in_([DeliveryStatus.PENDING, DeliveryStatus.WITHHELD])
        # All their nudges first, since an index knows those: of an OR alone, SQLite reads whatever they ever got.
        slots = (deliveries.c.recipient == recipient, deliveries.c.on >= since)
        theirs = (*slots, deliveries.c.nudge.in_([*nudges, asked]))
        rows = await self._all(self._select(*theirs, or_(deliveries.c.nudge == asked, waits)))
        return [to_delivery(row) for row in rows]

    async def some(self, delivery_ids: Collection[str]) -> dict[str, Delivery]:
        """The deliveries with these ids that exist, by id."""
        return {row.id: to_delivery(row) for row in await self._all(self._select(deliveries.c.id.in_(delivery_ids)))}

    async def last_contents(
        self, recipients: Collection[str], nudges: Collection[str], since: date
    ) -> dict[tuple[str, str], dict[str, date]]:
        """The date on which each content was last sent since a local date, by recipient and nudge."""
        last_sent: dict[tuple[str, str], dict[str, date]] = defaultdict(dict)
        for row in await self._all(statements.last_contents(self.workspace_id, recipients, nudges, since)):
            last_sent[row.recipient, row.nudge][row.content_id] = row.last
        return last_sent

    async def contents_since(self, nudge: str, since: date) -> set[str]:
        """The contents that a nudge sent to anybody since a local date."""
        return {row.content_id for row in await self._all(statements.contents(self.workspace_id, nudge, since))}

    async def brought_back(self, content_id: str) -> set[str]:
        """The people to whom a content was sent a second time, because they asked to see it later: the second delivery
        names the first.
        """
        first = deliveries.alias()
        names = (first.c.workspace_id == deliveries.c.workspace_id) & (first.c.id == deliveries.c.subject)
        statement = select(deliveries.c.recipient).join(first, names)
        again = self._mine(first.c.content_id == content_id, deliveries.c.status == DeliveryStatus.SENT)
        return {row.recipient for row in await self._all(statement.where(again).distinct())}

    async def contents_of(self, recipient: str, nudge: str, content_ids: Collection[str], since: date) -> int:
        """How many deliveries of a nudge with one of these contents went to a recipient since a local date."""
        c = deliveries.c
        sent = self._mine(c.recipient == recipient, c.on >= since, c.nudge == nudge, c.status == DeliveryStatus.SENT)
        number = select(func.count()).select_from(deliveries).where(sent, c.content_id.in_(content_ids))
        return int((await self._connection.execute(number)).scalar_one())

    async def told_of(
        self, nudge: str, subjects: Collection[str], recipients: Collection[str], since: date
    ) -> dict[str, dict[str, date]]:
        """For each of these subjects, those of these recipients who got a nudge about it since a local date, in any
        status, with the date.
        """
        by_subject: dict[str, dict[str, date]] = defaultdict(dict)
        for row in await self._all(statements.about(self.workspace_id, nudge, subjects, recipients, since)):
            by_subject[row.subject][row.recipient] = row.on
        return by_subject

    async def recipients_between(self, nudge: str, first: date, last: date) -> set[str]:
        """The recipients to whom a nudge was sent on the local dates from `first` to `last`."""
        sent = self._mine(
            deliveries.c.nudge == nudge,
            deliveries.c.status == DeliveryStatus.SENT,
            deliveries.c.on.between(first, last),
        )
        return {row.recipient for row in await self._all(select(deliveries.c.recipient).where(sent).distinct())}

    async def days(self, recipients: Collection[str], nudges: Collection[str], since: date) -> dict[str, list[date]]:
        """The local dates on which each recipient got one of these nudges, one for each message, in no order."""
        by_recipient: dict[str, list[date]] = defaultdict(list)
        for row in await self._all(statements.days(self.workspace_id, recipients, nudges, since)):
            by_recipient[row.recipient].append(row.on)
        return by_recipient

    async def unanswered(self, recipients: Collection[str], nudge: str, since: date) -> dict[str, list[datetime]]:
        """The due times (aware UTC) of everything sent to each recipient since the last delivery that they answered, in
        no order; nothing from before the local date `since`.
        """
        by_recipient: dict[str, list[datetime]] = defaultdict(list)
        for row in await self._all(statements.unanswered(self.workspace_id, recipients, nudge, since - DAY)):
            by_recipient[row.recipient].append(row.due_at)
        return by_recipient

    async def trouble_counts(self, since: datetime, besides: Collection[str] = ()) -> dict[str, int]:
        """How many deliveries due at `since` (aware UTC) or later did not arrive, by status; for all nudges except
        `besides`.

        How many did arrive is not shown to anybody: each reminder among them says that somebody has not answered.
        """
        status = deliveries.c.status
        lately = self._mine(status.in_(TROUBLE), deliveries.c.due_at >= since, deliveries.c.nudge.not_in(besides))
        statement = select(status, func.count()).where(lately).group_by(status)
        return {str(values[0]): int(values[1]) for values in map(tuple, await self._all(statement))}

    async def troubled(self, since: datetime, recipients: Collection[str]) -> list[Delivery]:
        """Missed, refused and unconfirmed deliveries to these recipients due at `since` or later, the newest first."""
        trouble = (deliveries.c.status.in_(TROUBLE), deliveries.c.recipient.in_(recipients))
        statement = self._select(*trouble, deliveries.c.due_at >= since).order_by(deliveries.c.due_at.desc())
        return [to_delivery(row) for row in await self._all(statement)]

    async def last_sent(self, channel_ids: Collection[str]) -> dict[tuple[str, str], datetime]:
        """When each nudge of these channels last arrived (aware UTC), by channel and nudge; only those that ever
        did.
        """
        rows = await self._all(statements.last_sent(self.workspace_id, channel_ids))
        return {(row.channel_id, row.nudge): row.last for row in rows if row.last is not None}

    async def refused_people(self, since: datetime, besides: Collection[str] = ()) -> list[tuple[str, str, datetime]]:
        """The people to whom Slack refused the newest message due at `since` or later: who, Slack's error, and when.
        For all nudges except `besides`.
        """
        rows = await self._all(statements.refused_people(self.workspace_id, since, besides))
        return [(row.recipient, row.reason, row.due_at) for row in rows]

    async def undelivered_to_people(self, since: datetime, besides: Collection[str] = ()) -> list[UndeliveredCount]:
        """How many messages to people, due at `since` or later, failed in which way and why; the most frequent first.
        For all nudges except `besides`.
        """
        rows = await self._all(statements.undelivered_to_people(self.workspace_id, since, besides))
        return [UndeliveredCount(row.status, row.reason, row.number) for row in rows]


def to_delivery(row: Row[Any]) -> Delivery:
    """The delivery in a row that begins with the table's columns; others may follow."""
    values = dict(zip(_COLUMNS, row, strict=False))  # by position: names would take twice as long, for each message
    del values["owner"]
    return Delivery(**values)


_COLUMNS = tuple(column.name for column in deliveries.columns)
