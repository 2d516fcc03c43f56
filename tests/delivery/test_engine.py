"""The engine sends what is due, once each, whatever Slack answers."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from math import inf
from typing import Any

from bot.blocks.block_kit import Message
from bot.delivery.build import EngineLimits, build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.rate_limit import Rate
from bot.delivery.reconciler import ReconcilerTuning
from bot.delivery.sender import Tuning
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.nudges.nudge import Facts, Nudge, Skip
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import (
    AT_ONCE,
    LEASE,
    NOON,
    NUDGES,
    FakeSlack,
    all_of,
    bare_facts,
    daily,
    engine_over,
    hello,
    pending,
    plan,
    put,
    statuses,
)
from tests.fakes import MovableClock


async def test_what_is_due_is_planned_and_sent_once(database: Database, library: Library, clock: MovableClock) -> None:
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock)
    await plan(database, daily("T1", "U1"), daily("T2", "U2"))

    await engine.beat()
    await engine.beat()

    sent = await all_of(database)
    assert {one.recipient: one.channel_id for one in sent.values()} == {"U1": "DU1", "U2": "DU2"}
    assert all(one.status is DeliveryStatus.SENT and one.sent_at == NOON and one.ts for one in sent.values())
    assert sorted(slack.arrived.values()) == [1, 1]
    assert await engine.next_due() == NOON + timedelta(days=1)


async def test_what_is_due_later_waits(database: Database, library: Library, clock: MovableClock) -> None:
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock)
    later = NOON + timedelta(minutes=5)
    await put(database, pending(1, due_at=later))

    await engine.beat()
    assert not slack.arrived
    assert await engine.next_due() == later

    clock.now = later
    await engine.beat()
    assert slack.arrived == {"T1-1": 1}


async def test_nothing_planned_is_due_never(database: Database, library: Library, clock: MovableClock) -> None:
    assert await engine_over(database, FakeSlack(), library, clock).next_due() is None


async def test_a_poke_sends_without_a_beat(database: Database, library: Library, clock: MovableClock) -> None:
    slack = FakeSlack()
    done = asyncio.Event()

    async def after_delivery(sent: Sequence[tuple[Delivery, Facts[Any]]]) -> None:
        done.set()

    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(
        database, slack, words, clock=clock, wall=clock, limits=AT_ONCE, after_delivery=after_delivery
    )
    await put(database, pending(1))

    engine.poke()
    await done.wait()

    assert slack.arrived == {"T1-1": 1}
    await engine.drain(10)


async def test_many_go_out_side_by_side_and_never_more_than_allowed(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock)
    await put(database, *(pending(number, f"T{number % 7}") for number in range(700)))

    await engine.beat()

    assert len(slack.arrived) == 700
    assert set(slack.arrived.values()) == {1}
    assert slack.most_in_flight <= 50
    assert await statuses(database) == {DeliveryStatus.SENT: 700}


async def test_one_that_cannot_be_made_stops_nobody_else(
    database: Database, library: Library, clock: MovableClock
) -> None:
    engine = engine_over(database, FakeSlack(), library, clock)
    await put(database, pending(1, recipient="UBAD"), pending(2), pending(3, recipient="UQUIET"))

    await engine.beat()

    became = await all_of(database)
    assert became["T1-1"].status is DeliveryStatus.REFUSED
    assert became["T1-1"].reason.startswith("error ")
    assert became["T1-2"].status is DeliveryStatus.SENT
    assert (became["T1-3"].status, became["T1-3"].reason) == (DeliveryStatus.WITHHELD, "nothing to say")


async def test_facts_that_cannot_be_loaded_stop_nobody_else(
    database: Database, library: Library, clock: MovableClock
) -> None:
    async def load(
        transaction: Transaction, libraries: Libraries, batch: Sequence[Delivery], now: object
    ) -> dict[str, Facts[Any]]:
        if any(delivery.id == "T1-2" for delivery in batch):
            raise LookupError("no such fact")
        return {delivery.id: Facts(delivery, NOON) for delivery in batch}

    slack = FakeSlack()
    engine = build_engine(
        database, slack, MessageParts(Libraries(only=library), NUDGES, load), clock=clock, wall=clock, limits=AT_ONCE
    )
    await put(database, *(pending(number) for number in range(5)))

    await engine.beat()

    assert await statuses(database) == {DeliveryStatus.SENT: 4, DeliveryStatus.REFUSED: 1}


async def test_what_no_longer_makes_sense_is_missed(database: Database, library: Library, clock: MovableClock) -> None:
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock, replace(AT_ONCE, quick_restart=inf))
    await put(database, pending(1))
    clock.move(hours=2, minutes=1)

    await engine.beat()

    assert not slack.arrived
    assert (await all_of(database))["T1-1"].reason == "too late"


async def test_two_for_one_recipient_go_one_after_the_other(
    database: Database, library: Library, clock: MovableClock
) -> None:
    seen: dict[str, int] = {}

    async def load(
        transaction: Transaction, libraries: Libraries, batch: Sequence[Delivery], now: object
    ) -> dict[str, Facts[Any]]:
        sent = (await statuses_inside(transaction))[DeliveryStatus.SENT]
        seen.update({delivery.id: sent for delivery in batch})
        return {delivery.id: Facts(delivery, NOON) for delivery in batch}

    async def statuses_inside(transaction: Transaction) -> dict[DeliveryStatus, int]:
        found = await transaction.outbox.of("U1", ["hello"])
        return {DeliveryStatus.SENT: len(found)}

    words = MessageParts(Libraries(only=library), NUDGES, load)
    engine = build_engine(database, FakeSlack(), words, clock=clock, wall=clock, limits=AT_ONCE)
    first, second, third = (pending(number, recipient="U1") for number in range(3))
    await put(database, first, replace(second, subject="2"), replace(third, subject="3"))

    await engine.beat()

    assert sorted(seen.values()) == [0, 1, 2]


async def test_a_small_workspace_does_not_wait_behind_a_large_one(
    database: Database, library: Library, clock: MovableClock
) -> None:
    """Ten posts leave and hang; once released, both workspaces are in the queue and take turns."""
    slack = FakeSlack(lease=asyncio.Event(), crowd=10)
    limits = EngineLimits(
        lease=LEASE,
        tuning=Tuning(concurrency=10, pace=Rate(rate=None, spacing=0)),
        asking=ReconcilerTuning(grace=0, spacing=0),
    )
    composed, small_is_there = Counter[str](), asyncio.Event()

    def compose(facts: Facts[Any], library: Library) -> Message | Skip:
        composed[facts.delivery.workspace_id] += 1
        if composed["T2"] == 5:
            small_is_there.set()  # they are in the queue before anybody who waits for this goes on
        return hello(facts, library)

    words = MessageParts(Libraries(only=library), {"hello": Nudge("hello", compose, timedelta(hours=2))}, bare_facts)
    engine = build_engine(database, slack, words, clock=clock, wall=clock, limits=limits)
    await put(database, *(pending(n, "T1") for n in range(500)), *(pending(n, "T2") for n in range(5)))
    beat = asyncio.create_task(engine.beat())
    await slack.crowded.wait()
    await small_is_there.wait()

    assert slack.lease is not None
    slack.lease.set()
    await beat

    last_of_small = max(place for place, one in enumerate(slack.order) if one.workspace_id == "T2")
    assert last_of_small < 10 + 2 * 5  # those under way, then one by one


async def test_draining_lets_posts_under_way_finish_and_puts_the_rest_back(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack(lease=asyncio.Event(), crowd=4)
    limits = EngineLimits(lease=LEASE, tuning=Tuning(concurrency=4, pace=Rate(rate=None, spacing=0)))
    engine = engine_over(database, slack, library, clock, limits)
    await put(database, *(pending(n) for n in range(50)))
    engine.poke()
    await slack.crowded.wait()

    stopping = asyncio.create_task(engine.drain(10))
    await asyncio.sleep(0)
    assert slack.lease is not None
    slack.lease.set()
    await stopping

    assert await statuses(database) == {DeliveryStatus.SENT: 4, DeliveryStatus.PENDING: 46}
    assert len(slack.arrived) == 4


async def test_the_rate_of_a_workspace_holds(database: Database, library: Library, clock: MovableClock) -> None:
    slack = FakeSlack()
    limits = EngineLimits(lease=LEASE, tuning=Tuning(pace=Rate(rate=50.0, burst=5, spacing=0)))
    engine = engine_over(database, slack, library, clock, limits)
    await put(database, *(pending(n) for n in range(30)))
    started = asyncio.get_running_loop().time()

    await engine.beat()

    assert asyncio.get_running_loop().time() - started >= (30 - 5) / 50.0 * 0.95
    assert len(slack.arrived) == 30
