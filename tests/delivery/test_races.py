"""What other processes see between the commit of a claim or result and the moment when this process knows of it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from math import inf
from typing import Any

import pytest
from sqlalchemy import event

from bot.delivery.build import build_engine
from bot.delivery.claims import Claims, MessageParts
from bot.delivery.commit_loss import CommitLossDetector
from bot.delivery.in_flight import InFlight
from bot.delivery.leases import Lease
from bot.delivery.reconciler import OnFound, Reconciler, ReconcilerTuning
from bot.delivery.results import PendingResult, ResultWriter, nothing
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.nudges.nudge import Facts
from bot.slack.history import HistoryAnswer, HistoryPlace
from bot.storage.database import Database
from bot.storage.delivery_store import DeliveryStore
from bot.storage.outbox.results import Ended, Result
from bot.storage.transaction import Transaction
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NOON, NUDGES, FakeSlack, all_of, bare_facts, pending, put, statuses
from tests.fakes import MovableClock

Then = Callable[[], Awaitable[object]]


class Between:
    """Lets something happen right after each commit, before the committing code goes on."""

    def __init__(self, database: Database) -> None:
        self._open: Callable[[], AbstractAsyncContextManager[DeliveryStore]] = database.delivery_store
        self.then: Then | None = None
        database.delivery_store = self.delivery_store  # type: ignore[method-assign]  # the very moment that we want to be in

    @asynccontextmanager
    async def delivery_store(self) -> AsyncIterator[DeliveryStore]:
        """The database's, followed once by what the test wants."""
        async with self._open() as delivery_store:
            yield delivery_store
        if (then := self.then) is not None:
            self.then = None
            await then()


def reconciler_over(
    database: Database,
    slack: FakeSlack,
    clock: MovableClock,
    in_flight: InFlight | None = None,
    on_found: OnFound = nothing,
) -> Reconciler:
    """A reconciler that asks without delay."""
    tuning = ReconcilerTuning(0.0, 0.0, spacing=0.0)
    return Reconciler(
        database,
        slack,
        InFlight() if in_flight is None else in_flight,
        tuning,
        Metrics(),
        on_found=on_found,
        clock=clock,
        steady=lambda: 0.0,
    )


class Worker:
    """The parts of an engine that handle claims, without the engine."""

    def __init__(self, database: Database, library: Library, clock: MovableClock) -> None:
        self.slack = FakeSlack()
        self.in_flight = InFlight()
        self.results = ResultWriter(database, self.in_flight, "me", Metrics(), linger=0.0)
        words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
        self.commit_loss = CommitLossDetector(database, clock=clock, wall=clock, steady=lambda: 0.0, quick_restart=inf)
        self.claims = Claims(database, self.in_flight, self.results, words, self.commit_loss, clock=clock, wall=clock)
        self.reconciler = reconciler_over(database, self.slack, clock, self.in_flight, self.claims.sent_after_all)

    async def claim(self) -> list[Delivery]:
        """Claim what is due in T1."""
        _, loaded = await self.claims.claim("T1", "me", limit=9, leased=False, lease=Lease())
        return [facts.delivery for facts in loaded]

    async def settle(self) -> None:
        """Ask about whatever is in doubt."""
        await self.reconciler.settle(["T1"])


@pytest.fixture
def between(database: Database) -> Between:
    return Between(database)


@pytest.fixture
async def worker(database: Database, library: Library, clock: MovableClock, between: Between) -> Worker:
    assert between.then is None
    worker = Worker(database, library, clock)
    await worker.commit_loss.beat()
    return worker


async def test_a_claim_is_no_doubt_in_the_moment_of_its_commit(
    database: Database, worker: Worker, between: Between
) -> None:
    await put(database, pending(1))
    between.then = worker.settle
    assert [delivery.id for delivery in await worker.claim()] == ["T1-1"]
    assert await statuses(database) == {DeliveryStatus.SENDING: 1}
    assert not worker.slack.asked


async def test_a_claim_whose_commit_failed_is_answered_for_no_more(
    database: Database, worker: Worker, between: Between
) -> None:
    async def lost() -> None:
        raise ConnectionError("the answer to the commit was lost")

    await put(database, pending(1))
    between.then = lost
    with pytest.raises(ConnectionError):
        await worker.claim()
    assert not worker.in_flight
    await worker.settle()
    assert worker.slack.asked == {"UT1-1": 1}
    assert await statuses(database) == {DeliveryStatus.PENDING: 1}


async def test_what_went_back_and_was_claimed_anew_is_no_doubt(
    database: Database, worker: Worker, between: Between
) -> None:
    await put(database, pending(1))
    (first,) = await worker.claim()
    between.then = worker.claim
    worker.results.add(PendingResult(first, Result(first.workspace_id, first.id, DeliveryStatus.PENDING)))
    await worker.results.settled()
    assert list(worker.in_flight) == ["T1-1"]
    await worker.settle()
    assert await statuses(database) == {DeliveryStatus.SENDING: 1}
    assert not worker.slack.asked


async def test_an_end_that_is_written_twice_ends_no_newer_claim(database: Database) -> None:
    """The first answer was lost; before the second try, the same worker claimed the delivery again."""
    await put(database, pending(1))
    back = Ended(Result("T1", "T1-1", DeliveryStatus.PENDING), 1)
    for at in (NOON, NOON + timedelta(seconds=1)):
        async with database.delivery_store() as delivery_store:
            assert await delivery_store.claim("T1", "me", due=NOON, at=at, limit=9)
        async with database.delivery_store() as delivery_store:
            await delivery_store.record("me", [], [back])
    assert await statuses(database) == {DeliveryStatus.SENDING: 1}


async def test_what_was_found_out_late_settles_no_newer_doubt(database: Database, clock: MovableClock) -> None:
    """A worker reads that nothing arrived, and freezes before it writes that; meanwhile another settles the same doubt,
    posts, and is then in doubt about its own post.
    """
    asked, go_on = asyncio.Event(), asyncio.Event()

    class Frozen(FakeSlack):
        async def look(self, workspace_id: str, place: HistoryPlace) -> HistoryAnswer:
            absent = await super().look(workspace_id, place)
            asked.set()
            await go_on.wait()
            return absent

    async def claim_and_doubt(owner: str) -> None:
        async with database.delivery_store() as delivery_store:
            await delivery_store.claim("T1", owner, due=NOON, at=NOON, limit=9)
        async with database.delivery_store() as delivery_store:
            await delivery_store.doubt(["T1"], [])

    await put(database, pending(1))
    await claim_and_doubt("dead")
    late = asyncio.create_task(reconciler_over(database, Frozen(), clock).settle(["T1"]))
    await asked.wait()
    await reconciler_over(database, FakeSlack(), clock).settle(["T1"])
    await claim_and_doubt("here")
    go_on.set()
    await late
    assert await statuses(database) == {DeliveryStatus.IN_DOUBT: 1}


async def test_what_one_worker_gave_back_and_another_claimed_is_no_doubt_of_the_first(database: Database) -> None:
    await put(database, pending(1), pending(2))
    for owner in ("gone", "here"):
        async with database.delivery_store() as delivery_store:
            await delivery_store.claim("T1", owner, due=NOON, at=NOON, limit=1)
    async with database.delivery_store() as delivery_store:
        assert [delivery.id for delivery in await delivery_store.doubt(["T1"], {"T1-2"})] == ["T1-1"]


async def test_what_was_claimed_anew_while_doubts_were_looked_for_is_none(database: Database) -> None:
    def meanwhile(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT deliveries.workspace_id, deliveries.id, deliveries.owner"):
            connection.exec_driver_sql("UPDATE deliveries SET owner = 'here'")

    await put(database, pending(1))
    async with database.delivery_store() as delivery_store:
        await delivery_store.claim("T1", "gone", due=NOON, at=NOON, limit=1)
    event.listen(database.engine.sync_engine, "after_cursor_execute", meanwhile)
    async with database.delivery_store() as delivery_store:
        assert await delivery_store.doubt(["T1"], []) == []
    assert await statuses(database) == {DeliveryStatus.SENDING: 1}


@pytest.mark.parametrize("fault", [ConnectionRefusedError, TimeoutError])
async def test_a_database_that_goes_away_between_claim_and_words_loses_nothing(
    database: Database, library: Library, clock: MovableClock, fault: type[Exception]
) -> None:
    times = 0

    async def load(
        transaction: Transaction, libraries: Libraries, batch: Sequence[Delivery], now: datetime
    ) -> Mapping[str, Facts[Any]]:
        nonlocal times
        times += 1
        if times == 1:
            raise fault("nobody listens")
        return await bare_facts(transaction, libraries, batch, now)

    slack = FakeSlack()
    words = MessageParts(Libraries(only=library), NUDGES, load)
    engine = build_engine(database, slack, words, clock=clock, wall=clock, limits=AT_ONCE)
    await put(database, *(pending(number) for number in range(5)))
    await engine.beat()
    await engine.settled()
    assert slack.arrived == {f"T1-{number}": 1 for number in range(5)}
    assert {one.status for one in (await all_of(database)).values()} == {DeliveryStatus.SENT}
