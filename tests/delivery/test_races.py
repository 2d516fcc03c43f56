"""What others see between a commit, of a claim or of a result, and the moment at which this process knows of it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.delivery.build import build_engine
from bot.delivery.claims import Batches, Words
from bot.delivery.leases import Hold
from bot.delivery.reconciler import Asking, Doubts
from bot.delivery.results import Record, Records
from bot.domain.deliveries import Delivery, Status
from bot.metrics import Metrics
from bot.nudges.nudge import Facts
from bot.storage.database import Database
from bot.storage.delivery_store import Ended, Ledger, Result
from bot.storage.transaction import Memory
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NOON, NUDGES, FakeSlack, all_of, bare_facts, pending, put, statuses
from tests.fakes import MovableClock

Then = Callable[[], Awaitable[object]]


class Between:
    """Lets something happen right after each commit, before whoever committed goes on."""

    def __init__(self, database: Database) -> None:
        self._open: Callable[[], AbstractAsyncContextManager[Ledger]] = database.ledger
        self.then: Then | None = None
        database.ledger = self.ledger  # type: ignore[method-assign]  # the very moment that we want to be in

    @asynccontextmanager
    async def ledger(self) -> AsyncIterator[Ledger]:
        """The database's, and what is wanted once after it."""
        async with self._open() as ledger:
            yield ledger
        if (then := self.then) is not None:
            self.then = None
            await then()


class Worker:
    """The parts of an engine that answer for claims, without the engine."""

    def __init__(self, database: Database, library: Library, clock: MovableClock) -> None:
        self.slack = FakeSlack()
        self.records = Records(database, "me", Metrics(), linger=0.0)
        words = Words(library, NUDGES, bare_facts)
        self.batches = Batches(database, self.records, words, clock, clock)
        self.doubts = Doubts(
            database, self.slack, Asking(0.0, 0.0), Metrics(), self.batches.found, clock=clock, steady=lambda: 0.0
        )

    async def claim(self) -> list[Delivery]:
        """Claim what is due in T1."""
        _, posts = await self.batches.claim("T1", "me", limit=9, leased=False, hold=Hold())
        return [post.delivery for post in posts]

    async def settle(self) -> None:
        """Ask for whatever is in doubt."""
        await self.doubts.settle(["T1"], self.records.claimed)


@pytest.fixture
def between(database: Database) -> Between:
    return Between(database)


@pytest.fixture
def worker(database: Database, library: Library, clock: MovableClock, between: Between) -> Worker:
    assert between.then is None
    return Worker(database, library, clock)


async def test_a_claim_is_no_doubt_in_the_moment_of_its_commit(
    database: Database, worker: Worker, between: Between
) -> None:
    await put(database, pending(1))
    between.then = worker.settle
    assert [delivery.id for delivery in await worker.claim()] == ["T1-1"]
    assert await statuses(database) == {Status.SENDING: 1}
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
    assert not worker.records.claimed
    await worker.settle()
    assert worker.slack.asked == {"T1-1": 1}
    assert await statuses(database) == {Status.PENDING: 1}


async def test_what_went_back_and_was_claimed_anew_is_no_doubt(
    database: Database, worker: Worker, between: Between
) -> None:
    await put(database, pending(1))
    (first,) = await worker.claim()
    between.then = worker.claim
    worker.records.add(Record(first, Result(first.id, Status.PENDING)))
    await worker.records.settled()
    assert list(worker.records.claimed) == ["T1-1"]
    await worker.settle()
    assert await statuses(database) == {Status.SENDING: 1}
    assert not worker.slack.asked


async def test_an_end_that_is_written_twice_ends_no_newer_claim(database: Database) -> None:
    """The first answer was lost; before the second try, the same worker claimed the delivery again."""
    await put(database, pending(1))
    back = Ended(Result("T1-1", Status.PENDING), NOON)
    for at in (NOON, NOON + timedelta(seconds=1)):
        async with database.ledger() as ledger:
            assert await ledger.claim("T1", "me", due=NOON, at=at, limit=9, leased=False)
        async with database.ledger() as ledger:
            await ledger.record("me", [], [back])
    assert await statuses(database) == {Status.SENDING: 1}


async def test_what_one_worker_gave_back_and_another_claimed_is_no_doubt_of_the_first(database: Database) -> None:
    await put(database, pending(1), pending(2))
    for owner in ("gone", "here"):
        async with database.ledger() as ledger:
            await ledger.claim("T1", owner, due=NOON, at=NOON, limit=1, leased=False)
    async with database.ledger() as ledger:
        assert [delivery.id for delivery in await ledger.doubt(["T1"], {"T1-2"})] == ["T1-1"]


async def test_what_was_claimed_anew_while_doubts_were_looked_for_is_none(database: Database) -> None:
    def meanwhile(connection: Any, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT deliveries.id, deliveries.owner"):
            connection.exec_driver_sql("UPDATE deliveries SET owner = 'here'")

    await put(database, pending(1))
    async with database.ledger() as ledger:
        await ledger.claim("T1", "gone", due=NOON, at=NOON, limit=1, leased=False)
    event.listen(database.engine.sync_engine, "after_cursor_execute", meanwhile)
    async with database.ledger() as ledger:
        assert await ledger.doubt(["T1"], []) == []
    assert await statuses(database) == {Status.SENDING: 1}


@pytest.mark.parametrize("fault", [ConnectionRefusedError, TimeoutError])
async def test_a_database_that_goes_away_between_claim_and_words_loses_nothing(
    database: Database, library: Library, clock: MovableClock, fault: type[Exception]
) -> None:
    times = 0

    async def load(memory: Memory, library: Library, batch: Sequence[Delivery], now: datetime) -> Mapping[str, Facts]:
        nonlocal times
        times += 1
        if times == 1:
            raise fault("nobody listens")
        return await bare_facts(memory, library, batch, now)

    slack = FakeSlack()
    words = Words(library, NUDGES, load)
    engine = build_engine(database, slack, words, clock=clock, wall=clock, limits=AT_ONCE)
    await put(database, *(pending(number) for number in range(5)))
    await engine.beat()
    await engine.settled()
    assert slack.arrived == {f"T1-{number}": 1 for number in range(5)}
    assert {one.status for one in (await all_of(database)).values()} == {Status.SENT}
