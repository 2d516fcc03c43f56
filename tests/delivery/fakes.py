"""A Slack in memory for the delivery engine, a nudge to send, and the engine over both."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.blocks.block_kit import Message
from bot.delivery.build import EngineLimits, build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.engine import Engine
from bot.delivery.rate_limit import Rate
from bot.delivery.reconciler import ReconcilerTuning
from bot.delivery.sender import Tuning
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot, instant
from bot.nudges.nudge import Facts, Nudge, Skip
from bot.slack.fence import MayLeave
from bot.slack.history import CannotAsk, HistoryAnswer, HistoryPlace, Page
from bot.slack.outcomes import HeldBack, Outcome, Sent, Unsure
from bot.storage.base.rows import insert_new
from bot.storage.database import Database
from bot.storage.outbox.outbox import to_delivery
from bot.storage.outbox.pulse import ROW, PulseStore
from bot.storage.tables import deliveries, engine_pulse
from bot.storage.transaction import Transaction
from content.libraries import Libraries
from content.models import Library

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TODAY = NOON.date()
DAILY = frozenset(range(7))
WANTED = [f"T{number}" for number in range(6)]
LEASE = 600.0  # real seconds: no test takes so long that another worker could take over
AT_ONCE = EngineLimits(
    lease=LEASE,
    tuning=Tuning(pace=Rate(rate=None, spacing=0.0)),
    asking=ReconcilerTuning(grace=0.0, spacing=0.0),
)


class Seconds:
    """A steady clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def hello(facts: Facts[Any], _library: Library) -> Message | Skip:
    """Compose a message for a test; the recipient's name decides what comes out."""
    if facts.delivery.recipient.endswith("BAD"):
        raise ValueError("nobody can say that")
    if facts.delivery.recipient.endswith("QUIET"):
        return Skip("nothing to say")
    return Message(f"Hello {facts.delivery.recipient}", ())


HELLO = Nudge("hello", hello, timedelta(hours=2))
ALL_DAY = Nudge("all_day", hello, None)
NUDGES = {nudge.key: nudge for nudge in (HELLO, ALL_DAY)}


async def bare_facts(
    _memory: Transaction, _libraries: Libraries, batch: Sequence[Delivery], now: datetime
) -> dict[str, Facts[Any]]:
    """Facts that need no people in the database."""
    return {delivery.id: Facts(delivery, now) for delivery in batch}


@dataclass
class FakeSlack:
    """Counts what arrives, by delivery id; `answer` decides the answer to a delivery and the number of the attempt.
    `asked` counts the looks through each conversation, by recipient; what `pending` makes goes to U and its id, unless
    told otherwise.
    """

    arrived: Counter[str] = field(default_factory=Counter)
    order: list[Delivery] = field(default_factory=list)
    asked: Counter[str] = field(default_factory=Counter)
    answer: Callable[[Delivery, int], Outcome | None] = lambda _delivery, _times: None
    can_ask: bool = True
    lease: asyncio.Event | None = None
    in_flight: int = 0
    most_in_flight: int = 0
    crowd: int = 0
    crowded: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, delivery: Delivery, message: Message, may_leave: MayLeave) -> Outcome:  # noqa: ARG002 - as the messenger's
        """Take a message, unless `answer` says something else; an Unsure one has arrived all the same."""
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        if self.in_flight == self.crowd:
            self.crowded.set()
        try:
            if self.lease is not None:
                await self.lease.wait()
            if not may_leave():
                return HeldBack()
            self.order.append(delivery)
            other = self.answer(delivery, sum(1 for one in self.order if one.id == delivery.id))
            if other is None or isinstance(other, Unsure):
                self.arrived[delivery.id] += 1
            return other or Sent(f"D{delivery.recipient}", str(len(self.order)))
        finally:
            self.in_flight -= 1

    async def look(self, workspace_id: str, place: HistoryPlace) -> HistoryAnswer:  # noqa: ARG002 - as the messenger's
        """What arrived in a conversation, as a single page."""
        self.asked[place.recipient] += 1
        if not self.can_ask:
            return CannotAsk("missing_scope")
        recipients = {delivery.id: delivery.recipient for delivery in self.order}
        there = [
            one for one, times in self.arrived.items() if times and recipients.get(one, f"U{one}") == place.recipient
        ]
        return Page(f"D{place.recipient}", dict.fromkeys(there, "found"))


def daily(workspace_id: str, recipient: str, on: date = TODAY, nudge: str = "hello") -> Plan:
    """A plan for noon UTC every day, with the date that is next."""
    at = time(12)
    return Plan(workspace_id, recipient, nudge, Slot(on, instant(on, at, "UTC")), at=at, days=DAILY, working_days=DAILY)


def pending(number: int, workspace_id: str = "T1", recipient: str = "", due_at: datetime = NOON) -> Delivery:
    """A delivery in the outbox."""
    name = f"{workspace_id}-{number}"
    return Delivery(name, workspace_id, recipient or f"U{name}", "hello", "", on=NOON.date(), due_at=due_at)


async def sent_until(database: Database, moment: datetime = NOON) -> None:
    """Make it look as if a process sent from this database until a moment."""
    async with database.connection() as connection:
        await insert_new(
            connection,
            engine_pulse,
            {"id": ROW, "number": 0, "beat_at": moment, "timeline": await _timeline(connection)},
        )


async def _timeline(connection: AsyncConnection) -> str:
    store = PulseStore(connection)
    return await store.timeline() if await store.has_timeline() else ""


async def plan(database: Database, *plans: Plan) -> None:
    """Write plans to a database from which somebody sent until a moment ago."""
    await sent_until(database)
    for workspace_id in {one.workspace_id for one in plans}:
        async with database.transaction(workspace_id) as transaction:
            await transaction.schedules.save(*(one for one in plans if one.workspace_id == workspace_id))


async def put(database: Database, *wanted: Delivery) -> None:
    """Put deliveries in the outbox of a database from which somebody sent until a moment ago."""
    await sent_until(database)
    async with database.delivery_store() as delivery_store:
        await delivery_store.move_on([], [], wanted)


async def next_of(database: Database, recipient: str = "U1") -> list[Slot]:
    """Somebody's next slots in T1."""
    async with database.transaction("T1") as transaction:
        return [one.next for one in await transaction.schedules.of(recipient)]


async def all_of(database: Database, *workspace_ids: str) -> dict[str, Delivery]:
    """Every delivery by id, in these workspaces or in all."""
    statement = select(deliveries).order_by(deliveries.c.on, deliveries.c.id)
    if workspace_ids:
        statement = statement.where(deliveries.c.workspace_id.in_(workspace_ids))
    async with database.connection() as connection:
        return {row.id: to_delivery(row) for row in await connection.execute(statement)}


async def statuses(database: Database, *workspace_ids: str) -> Counter[DeliveryStatus]:
    """How many deliveries have each status."""
    return Counter(delivery.status for delivery in (await all_of(database, *workspace_ids)).values())


def engine_over(
    database: Database,
    slack: FakeSlack,
    library: Library,
    clock: Callable[[], datetime],
    limits: EngineLimits = AT_ONCE,
) -> Engine:
    """An engine that sends `NUDGES` to a fake Slack."""
    return build_engine(
        database,
        slack,
        MessageParts(Libraries(only=library), NUDGES, bare_facts),
        clock=clock,
        wall=clock,
        limits=limits,
    )
