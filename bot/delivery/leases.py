"""Decides which worker sends to which workspace: one process to all, or several workers with leases in even shares.

All times are seconds on a steady clock, except inside the database, which has a clock of its own.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta
from math import ceil, inf
from typing import Protocol

from bot import log
from bot.storage.database import Database
from bot.storage.outbox.sender_lock import SenderLock

WHY_NOT = (
    "Another process already sends from this SQLite file. Two would send everything twice, so this one waits until the "
    "other has stopped. With PostgreSQL (DATABASE_URL), any number of workers share the work."
)

Steady = Callable[[], float]


@dataclass(slots=True)
class Lease:
    """One unbroken hold on a workspace; a renewal moves `until` forward. Deliveries claimed under a broken hold must
    not be posted under the next hold, since another worker may have settled them in between.
    """

    until: float = inf


@dataclass(frozen=True, slots=True)
class HeldLeases:
    """The workspaces that this worker may send to. Those in `careful` belonged to another worker until a moment ago."""

    leases: dict[str, Lease] = field(default_factory=dict)
    careful: frozenset[str] = frozenset()


class LeaseSource(Protocol):
    """Decides which workspaces this worker may send to."""

    owner: str
    leased: bool

    async def take(self, wanted: Collection[str]) -> HeldLeases:
        """The holds of this worker among the workspaces in `wanted`, which have something to send. Renews leases that
        are due for it.
        """
        ...

    async def give_back(self, workspace_ids: Collection[str] | None = None) -> None:
        """Give these workspaces to other workers; without an argument, give all of them, and this worker's place among
        the workers.
        """
        ...

    def break_all(self) -> None:
        """End every hold at once, without telling the database: nothing claimed under them may be posted."""
        ...


class SingleSender:
    """Gives every workspace to the first process that asks. A second process sends nothing, logs why, and takes over
    when the first has ended.
    """

    leased = False

    def __init__(self, owner: str, lock: SenderLock) -> None:
        self.owner = owner
        self._lock = lock
        self._hold = Lease()
        self._said_why = False
        self._log = log.get(__name__)

    async def take(self, wanted: Collection[str]) -> HeldLeases:
        """All of `wanted`, without an end; none while another process sends from this file."""
        if self._lock.acquire():
            return HeldLeases(dict.fromkeys(wanted, self._hold))
        if not self._said_why:
            self._said_why = True
            self._log.warning("sender_not_started", file=self._lock.file, why=WHY_NOT)
        return HeldLeases()

    def break_all(self) -> None:
        """End the hold; the next look begins another."""
        self._hold.until = -inf
        self._hold = Lease()

    async def give_back(self, workspace_ids: Collection[str] | None = None) -> None:
        """Let another process send, if everything is given back."""
        if workspace_ids is None:
            self._lock.release()


class SharedLeases:
    """Shares workspaces among several workers: each holds a lease for every workspace in its share, and renews it after
    a third of its life.

    A worker relies on a lease for half of its life only, counted from before it asked the database. The other half is
    for posts that are still under way.
    """

    leased = True

    def __init__(self, database: Database, owner: str, steady: Steady, life: float) -> None:
        """`life`: seconds that a lease holds without being renewed."""
        self.owner = owner
        self._database = database
        self._steady = steady
        self._life = timedelta(seconds=life)
        self._holds: dict[str, Lease] = {}
        self._present = -inf

    async def take(self, wanted: Collection[str]) -> HeldLeases:
        """This worker's fair share of `wanted`, beginning with the leases that it already holds. Leases beyond the
        share are not renewed; the caller gives them back.
        """
        asked, life = self._steady(), self._life.total_seconds()
        fresh = {ws: lease for ws, lease in self._holds.items() if ws in wanted}
        if asked - self._present < life / 3 and len(fresh) == len(wanted):
            return HeldLeases(fresh)
        async with self._database.lease_store() as store:
            workers, held = await store.present(self.owner, self._life)
            self._present = asked
            order, number = sorted(wanted), max(len(workers), 1)
            quota, rank = ceil(len(order) / number), sum(other < self.owner for other in workers)
            kept = [ws for ws in order if held.get(ws) == self.owner][:quota]
            # Each worker begins elsewhere: of two that look at the same time, the slower would get nothing.
            in_turn = dict.fromkeys([*order[rank::number], *order])
            free = [ws for ws in in_turn if ws not in held][: quota - len(kept)]
            taken = await store.take(self.owner, kept + free, self._life)
        unbroken = {ws: self._holds[ws] for ws in taken if held.get(ws) == self.owner and ws in self._holds}
        self._holds = {ws: unbroken.get(ws) or Lease() for ws in taken}
        for lease in self._holds.values():
            lease.until = asked + life / 2
        return HeldLeases(dict(self._holds), frozenset(ws for ws, lately in taken.items() if lately))

    def break_all(self) -> None:
        """End every hold; the next look takes leases anew."""
        for lease in self._holds.values():
            lease.until = -inf
        self._holds, self._present = {}, -inf

    async def give_back(self, workspace_ids: Collection[str] | None = None) -> None:
        """End leases now."""
        gone = set(self._holds if workspace_ids is None else workspace_ids)
        self._holds = {ws: lease for ws, lease in self._holds.items() if ws not in gone}
        if not gone and workspace_ids is not None:
            return
        async with self._database.lease_store() as store:
            await store.give_back(self.owner, gone)
            if workspace_ids is None:
                await store.leave(self.owner)
                self._present = -inf
