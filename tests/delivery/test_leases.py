"""Who sends to which workspace."""

from datetime import timedelta
from math import inf

import pytest
import structlog

from bot.delivery.leases import SharedLeases, SingleSender
from bot.storage.database import Database
from bot.storage.outbox.sender_lock import SenderLock
from tests.delivery.fakes import WANTED, Seconds


@pytest.fixture
def steady() -> Seconds:
    return Seconds()


async def test_one_worker_takes_everything_and_renews_at_a_third(postgres_database: Database, steady: Seconds) -> None:
    leases = SharedLeases(postgres_database, "a", steady, life=30.0)

    first = await leases.take(WANTED)
    assert set(first.leases) == set(WANTED)
    assert {lease.until for lease in first.leases.values()} == {15.0}
    assert not first.careful

    steady.now = 9.0
    assert {lease.until for lease in (await leases.take(WANTED)).leases.values()} == {15.0}
    steady.now = 11.0
    renewed = await leases.take(WANTED)
    assert {lease.until for lease in renewed.leases.values()} == {26.0}
    assert first.leases["T0"] is renewed.leases["T0"]  # messages claimed before the renewal may still be posted


async def test_two_workers_share_evenly(postgres_database: Database, steady: Seconds) -> None:
    one, two = (
        SharedLeases(postgres_database, "a", steady, life=30.0),
        SharedLeases(postgres_database, "b", steady, life=30.0),
    )
    await two.take([])

    mine, others = await one.take(WANTED), await two.take(WANTED)

    assert len(mine.leases) == len(others.leases) == 3
    assert not mine.leases.keys() & others.leases.keys()


async def test_a_worker_that_comes_later_gets_its_share_when_it_is_given_back(
    postgres_database: Database, steady: Seconds
) -> None:
    one, two = (
        SharedLeases(postgres_database, "a", steady, life=30.0),
        SharedLeases(postgres_database, "b", steady, life=30.0),
    )
    first = await one.take(WANTED)
    assert not (await two.take(WANTED)).leases

    steady.now = 11.0
    kept = await one.take(WANTED)
    assert len(kept.leases) == 3
    await one.give_back(first.leases.keys() - kept.leases.keys())
    late = await two.take(WANTED)

    assert len(late.leases) == 3
    assert late.careful == late.leases.keys()  # the other worker wrote there until a moment ago


async def test_a_lease_that_was_broken_starts_a_new_hold(postgres_database: Database, steady: Seconds) -> None:
    one, two = (
        SharedLeases(postgres_database, "a", steady, life=0.0),
        SharedLeases(postgres_database, "b", steady, life=30.0),
    )
    before = await one.take(["T0"])  # runs out at once
    await two.take(["T0"])
    await two.give_back()

    steady.now = 1.0
    after = await one.take(["T0"])

    assert after.leases["T0"] is not before.leases["T0"]


async def test_leaving_makes_room_for_the_others(postgres_database: Database, steady: Seconds) -> None:
    one, two = (
        SharedLeases(postgres_database, "a", steady, life=30.0),
        SharedLeases(postgres_database, "b", steady, life=30.0),
    )
    await two.take([])
    await one.take(WANTED)
    await one.give_back()

    assert set((await two.take(WANTED)).leases) == set(WANTED)


async def test_a_second_process_on_one_file_sends_nothing_and_says_why(sqlite_database: Database) -> None:
    one, two = SingleSender("a", SenderLock(sqlite_database.file)), SingleSender("b", SenderLock(sqlite_database.file))

    assert set((await one.take(WANTED)).leases) == set(WANTED)
    with structlog.testing.capture_logs() as lines:
        assert not (await two.take(WANTED)).leases
        assert not (await two.take(WANTED)).leases
    assert [line["event"] for line in lines] == ["sender_not_started"]
    assert "Another process already sends" in lines[0]["why"]

    await one.give_back(WANTED)
    assert not (await two.take(WANTED)).leases
    await one.give_back()
    assert set((await two.take(WANTED)).leases) == set(WANTED)
    await two.give_back()


async def test_a_lease_counts_from_before_the_database_was_asked(postgres_database: Database) -> None:
    seconds = iter(range(100))
    leases = SharedLeases(postgres_database, "a", lambda: float(next(seconds)), life=30.0)
    assert {lease.until for lease in (await leases.take(WANTED)).leases.values()} == {15.0}


async def test_breaking_all_ends_the_holds_that_were_given_out(postgres_database: Database, steady: Seconds) -> None:
    leases = SharedLeases(postgres_database, "a", steady, life=30.0)
    given = (await leases.take(WANTED)).leases
    leases.break_all()
    assert {lease.until for lease in given.values()} == {-inf}


async def test_a_single_sender_that_broke_its_hold_begins_another() -> None:
    sender = SingleSender("a", SenderLock(None))
    assert sender.owner == "a"
    before = (await sender.take(["T1", "T2"])).leases
    assert before["T1"] is before["T2"]
    sender.break_all()
    after = (await sender.take(["T1"])).leases["T1"]
    assert (before["T1"].until, after.until) == (-inf, inf)


async def test_a_lease_ends_also_in_the_middle_of_a_transaction(postgres_database: Database) -> None:
    """A claim in a transaction that began long ago must see that."""
    async with postgres_database.lease_store() as early:
        await early.alive()
        async with postgres_database.lease_store() as late:
            await late.take("a", ["T1"], timedelta(0))
        assert (await early.alive())[1] == {}


async def test_leases_are_taken_in_one_order_so_that_no_two_workers_wait_for_each_other(
    postgres_database: Database,
) -> None:
    async with postgres_database.lease_store() as desk:
        assert list(await desk.take("a", ["T3", "T1", "T2"], timedelta(seconds=30))) == ["T1", "T2", "T3"]
