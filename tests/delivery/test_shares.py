"""How workers share the wanted workspaces, over leases in memory."""

import asyncio
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import timedelta
from math import inf
from typing import Any

import pytest

from bot.delivery.leases import SharedLeases
from tests.delivery.fakes import WANTED, Seconds


@pytest.fixture
def steady() -> Seconds:
    return Seconds()


class LeaseTable:
    """The leases of a database in memory, by `steady`. `asked`: how often it was asked; `takes`: how many seconds an
    answer takes, where it does not fail.
    """

    def __init__(self, steady: Seconds) -> None:
        self.rows: dict[str, tuple[str, float]] = {}
        self.asked = 0
        self.takes, self.fails = 0.0, False
        self._steady = steady

    @asynccontextmanager
    async def lease_store(self) -> AsyncIterator["LeaseTable"]:
        """As a database's."""
        self.asked += 1
        self._steady.now += self.takes
        if self.fails:
            raise ConnectionError("the database is away")
        yield self

    async def present(self, owner: str, life: timedelta) -> tuple[list[str], dict[str, str]]:
        await self.take(owner, [f"worker {owner}"], life)
        alive = {name: held_by for name, (held_by, until) in self.rows.items() if until > self._steady()}
        held = {name: held_by for name, held_by in alive.items() if not name.startswith("worker ")}
        await asyncio.sleep(0)  # another may ask before this one takes
        return sorted(alive[name] for name in alive.keys() - held.keys()), held

    async def take(self, owner: str, workspace_ids: Collection[str], life: timedelta) -> dict[str, bool]:
        now, taken = self._steady(), {}
        for name in workspace_ids:
            former, until = self.rows.get(name, (owner, -inf))
            if former == owner or until <= now:
                taken[name] = former != owner and until > now - life.total_seconds()
                self.rows[name] = (owner, now + life.total_seconds())
        return taken

    async def give_back(self, owner: str, workspace_ids: Collection[str]) -> None:
        for name in workspace_ids:
            if self.rows[name][0] == owner:
                self.rows[name] = (owner, self._steady())

    async def leave(self, owner: str) -> None:
        del self.rows[f"worker {owner}"]


@pytest.fixture
def table(steady: Seconds) -> LeaseTable:
    return LeaseTable(steady)


def worker(table: LeaseTable, steady: Seconds, owner: str = "a") -> SharedLeases:
    database: Any = table
    return SharedLeases(database, owner, steady, life=30.0)


@pytest.mark.parametrize("wanted", [WANTED, []], ids=["with work", "without"])
async def test_a_worker_asks_the_database_again_after_a_third_of_a_leases_life(
    steady: Seconds, table: LeaseTable, wanted: list[str]
) -> None:
    leases = worker(table, steady)
    times, untils = [], []
    for now in (0.0, 9.9, 10.0, 10.1):
        steady.now = now
        untils.append({lease.until for lease in (await leases.take(wanted)).leases.values()})
        times.append(table.asked)
    assert times == [1, 1, 2, 2]
    assert untils == ([{15.0}, {15.0}, {25.0}, {25.0}] if wanted else [set()] * 4)


async def test_a_lease_is_renewed_in_time_by_a_database_that_is_slow(steady: Seconds, table: LeaseTable) -> None:
    leases = worker(table, steady)
    table.takes = 4.0
    assert (await leases.take(["T1"])).leases["T1"].until == 15.0
    steady.now = 10.0  # counted from before the question, as `until` is
    assert (await leases.take(["T1"])).leases["T1"].until == 25.0


async def test_a_lease_that_the_database_did_not_renew_is_relied_on_no_longer(
    steady: Seconds, table: LeaseTable
) -> None:
    leases = worker(table, steady)
    held = (await leases.take(["T1"])).leases["T1"]
    steady.now, table.fails = 11.0, True
    with pytest.raises(ConnectionError):
        await leases.take(["T1"])
    assert held.until == 15.0


async def test_what_is_wanted_no_more_is_not_held_and_what_is_new_is_asked_for(
    steady: Seconds, table: LeaseTable
) -> None:
    leases = worker(table, steady)
    await leases.take(["T1", "T2"])
    assert set((await leases.take(["T2"])).leases) == {"T2"}
    assert table.asked == 1
    steady.now = 1.0
    held = (await leases.take(["T2", "T3"])).leases
    assert {name: lease.until for name, lease in held.items()} == {"T2": 16.0, "T3": 16.0}
    assert table.asked == 2


async def test_workers_share_what_is_wanted_the_larger_half_to_who_comes_first(
    steady: Seconds, table: LeaseTable
) -> None:
    one, two = worker(table, steady), worker(table, steady, "b")
    await two.take([])
    assert set((await one.take(["T3", "T2", "T1"])).leases) == {"T1", "T3"}
    assert set((await two.take(["T3", "T2", "T1"])).leases) == {"T2"}
    steady.now = 20.0
    await two.take(["T2"])
    kept = await one.take(["T4", "T3", "T2", "T1"])  # none beyond its share, in addition to those it has
    assert set(kept.leases) == {"T1", "T3"}
    assert not kept.careful


async def test_workers_who_look_in_the_same_moment_get_their_shares_at_once(steady: Seconds, table: LeaseTable) -> None:
    workers = [worker(table, steady, owner) for owner in "abc"]
    await asyncio.gather(*(each.take([]) for each in workers))
    shares = await asyncio.gather(*(each.take(WANTED) for each in workers))
    assert [len(share.leases) for share in shares] == [2, 2, 2]
    assert set().union(*(share.leases for share in shares)) == set(WANTED)


async def test_a_hold_that_ended_is_another_one_even_where_nobody_else_had_it(
    steady: Seconds, table: LeaseTable
) -> None:
    leases = worker(table, steady)
    before = (await leases.take(["T1"])).leases["T1"]
    steady.now = 30.0
    after = (await leases.take(["T1"])).leases["T1"]
    assert after is not before
    assert (before.until, after.until) == (15.0, 45.0)


async def test_who_broke_all_holds_takes_new_ones_at_once(steady: Seconds, table: LeaseTable) -> None:
    leases = worker(table, steady)
    before = (await leases.take(["T1"])).leases["T1"]
    leases.break_all()
    assert before.until == -inf
    assert (await leases.take([])).leases == {}
    after = (await leases.take(["T1"])).leases["T1"]
    assert (after is before, after.until, table.asked) == (False, 15.0, 3)
    assert before.until == -inf


async def test_what_is_given_back_is_free_at_once_and_the_rest_is_kept(steady: Seconds, table: LeaseTable) -> None:
    leases = worker(table, steady)
    await leases.take(["T1", "T2"])
    steady.now = 1.0
    await leases.give_back([])
    assert table.asked == 1
    await leases.give_back(["T1"])
    assert table.rows == {"worker a": ("a", 30.0), "T1": ("a", 1.0), "T2": ("a", 30.0)}
    assert {lease.until for lease in (await leases.take(["T2"])).leases.values()} == {15.0}
    table.rows["T1"] = ("b", 31.0)
    assert set((await leases.take(["T1", "T2"])).leases) == {"T2"}


@pytest.mark.parametrize("wanted", [["T1"], []], ids=["with work", "without"])
async def test_who_gives_everything_back_is_no_worker_until_the_next_take(
    steady: Seconds, table: LeaseTable, wanted: list[str]
) -> None:
    leases = worker(table, steady)
    await leases.take(wanted)
    await leases.give_back()
    assert table.rows == dict.fromkeys(wanted, ("a", 0.0))
    await leases.take([])
    assert table.rows["worker a"] == ("a", 30.0)
    assert set((await leases.take(wanted)).leases) == set(wanted)
