"""Who sends to which workspace."""

import pytest
import structlog

from bot.delivery.leases import Alone, Leases
from bot.storage.database import Database
from bot.storage.outbox.single_sender import Solo

WANTED = [f"T{number}" for number in range(6)]


class Seconds:
    """A steady clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady() -> Seconds:
    return Seconds()


async def test_one_worker_takes_everything_and_renews_at_a_third(postgres_database: Database, steady: Seconds) -> None:
    leases = Leases(postgres_database, "a", steady, life=30.0)

    first = await leases.take(WANTED)
    assert set(first.holds) == set(WANTED)
    assert {hold.until for hold in first.holds.values()} == {15.0}
    assert not first.careful

    steady.now = 9.0
    assert {hold.until for hold in (await leases.take(WANTED)).holds.values()} == {15.0}
    steady.now = 11.0
    renewed = await leases.take(WANTED)
    assert {hold.until for hold in renewed.holds.values()} == {26.0}
    assert first.holds["T0"] is renewed.holds["T0"]  # what was claimed before the renewal may still be posted


async def test_two_workers_share_evenly(postgres_database: Database, steady: Seconds) -> None:
    one, two = Leases(postgres_database, "a", steady), Leases(postgres_database, "b", steady)
    await two.take([])

    mine, others = await one.take(WANTED), await two.take(WANTED)

    assert len(mine.holds) == len(others.holds) == 3
    assert not mine.holds.keys() & others.holds.keys()


async def test_a_worker_that_comes_later_gets_its_share_when_it_is_given_back(
    postgres_database: Database, steady: Seconds
) -> None:
    one, two = Leases(postgres_database, "a", steady), Leases(postgres_database, "b", steady)
    first = await one.take(WANTED)
    assert not (await two.take(WANTED)).holds

    steady.now = 11.0
    kept = await one.take(WANTED)
    assert len(kept.holds) == 3
    await one.give_back(first.holds.keys() - kept.holds.keys())
    late = await two.take(WANTED)

    assert len(late.holds) == 3
    assert late.careful == late.holds.keys()  # the other wrote there until a moment ago


async def test_a_lease_that_was_broken_starts_a_new_hold(postgres_database: Database, steady: Seconds) -> None:
    one, two = Leases(postgres_database, "a", steady, life=0.0), Leases(postgres_database, "b", steady)
    before = await one.take(["T0"])  # runs out at once
    await two.take(["T0"])
    await two.give_back()

    steady.now = 1.0
    after = await one.take(["T0"])

    assert after.holds["T0"] is not before.holds["T0"]


async def test_leaving_makes_room_for_the_others(postgres_database: Database, steady: Seconds) -> None:
    one, two = Leases(postgres_database, "a", steady), Leases(postgres_database, "b", steady)
    await two.take([])
    await one.take(WANTED)
    await one.give_back()

    assert set((await two.take(WANTED)).holds) == set(WANTED)


async def test_a_second_process_on_one_file_sends_nothing_and_says_why(sqlite_database: Database) -> None:
    one, two = Alone("a", Solo(sqlite_database.file)), Alone("b", Solo(sqlite_database.file))

    assert set((await one.take(WANTED)).holds) == set(WANTED)
    with structlog.testing.capture_logs() as lines:
        assert not (await two.take(WANTED)).holds
        assert not (await two.take(WANTED)).holds
    assert [line["event"] for line in lines] == ["sender_not_started"]
    assert "Another process sends" in lines[0]["why"]

    await one.give_back(WANTED)
    assert not (await two.take(WANTED)).holds
    await one.give_back()
    assert set((await two.take(WANTED)).holds) == set(WANTED)
    await two.give_back()
