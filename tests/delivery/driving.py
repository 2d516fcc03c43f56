"""An engine whose planner, sender, reconciler, leases and database are in memory."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Iterable
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

from bot.delivery.engine import Engine
from bot.delivery.leases import HeldLeases, Lease
from bot.domain.deliveries import DeliveryStatus
from bot.metrics import Metrics
from tests.fakes import MovableClock


class World:
    """All the engine's parts in one, on a machine that has just started. `log` holds what the engine asked of them, in
    order; `raises` what they raise, by name, and `meanwhile` what happens during a call.
    """

    def __init__(self, clock: MovableClock) -> None:
        self.clock, self.now, self.metrics = clock, 0.0, Metrics()
        self.log: list[tuple[Any, ...]] = []
        self.raises: dict[str, list[Exception]] = {}
        self.meanwhile: dict[str, list[Callable[[], None]]] = {}
        self.due, self.next_plan = 0, list[datetime]()
        self.rows: dict[DeliveryStatus, dict[str, datetime]] = {status: {} for status in DeliveryStatus}
        self.held, self.careful, self.limited = dict[str, Lease](), frozenset[str](), set[str]()
        self.lost = [False]
        self.is_idle, self.claims, self.paced = True, list[bool](), list[float | None]()
        self.busy: set[str] = set()
        self.news, self.settles, self.settling = asyncio.Event(), list[float | None](), asyncio.Event()
        self.filling = asyncio.Event()
        self.settling.set()
        self.filling.set()
        me: Any = self
        self.engine = Engine(
            me, me, me, me, Leases(self), self.metrics, commit_loss=me, clock=clock, steady=lambda: self.now
        )

    def _said(self, *what: Any) -> None:
        self.log.append(what)
        if happening := self.meanwhile.get(what[0]):
            happening.pop(0)()
        if waiting := self.raises.get(what[0]):
            raise waiting.pop(0)

    async def plan(self, now: datetime) -> int:
        """As the planner's."""
        self._said("plan", now)
        return self.due

    async def beat(self) -> bool:
        """As the detector's."""
        self._said("beat")
        return self.lost.pop(0) if len(self.lost) > 1 else self.lost[0]

    async def end(self) -> None:
        """As the detector's."""
        self._said("end")

    @asynccontextmanager
    async def look(self) -> AsyncIterator[Any]:
        """As the database's."""
        self._said("look")
        yield self

    async def next_plan_at(self) -> datetime | None:
        """As the delivery store's."""
        return min(self.next_plan, default=None)

    async def sendable(self) -> dict[DeliveryStatus, dict[str, datetime]]:
        """As the delivery store's."""
        return {status: dict(rows) for status, rows in self.rows.items()}

    async def fill(self, leases: dict[str, Lease]) -> None:
        """As the sender's, as all that follow."""
        self._said("fill", sorted(leases))
        await self.filling.wait()
        self._said("filled")

    def staff(self) -> float | None:
        return self.paced.pop(0) if self.paced else None

    def has_claimed(self) -> bool:
        return bool(self.claims) and self.claims.pop(0)

    def offer(self, workspace_ids: Iterable[str]) -> None:
        self._said("offer", list(workspace_ids))

    def start_carefully(self, workspace_ids: Iterable[str]) -> None:
        self._said("carefully", sorted(workspace_ids))

    def put_back(self, workspace_ids: Iterable[str]) -> None:
        self._said("put back", sorted(workspace_ids))

    def forget(self, workspace_ids: Iterable[str]) -> None:
        self._said("forget", sorted(workspace_ids))

    def is_busy_in(self, workspace_id: str) -> bool:
        return workspace_id in self.busy

    def wake(self) -> None:
        self.news.set()

    def no_news(self) -> None:
        self.news.clear()

    async def wait_for_news(self, seconds: float) -> None:
        """Notes how long it may wait, and waits only for news."""
        self._said("wait", round(seconds, 3))
        await self.news.wait()

    def close(self) -> None:
        self._said("close")
        self.news.set()

    async def stop(self, seconds: float) -> None:
        self._said("stop", seconds)

    async def settle(self, workspace_ids: Collection[str]) -> float | None:
        """As the reconciler's."""
        self._said("settle", sorted(workspace_ids))
        await self.settling.wait()
        return self.settles.pop(0) if self.settles else None

    def asked(self, *names: str) -> list[tuple[Any, ...]]:
        """What was asked under these names since the last time, in order."""
        said = [what for what in self.log if what[0] in names]
        self.log.clear()
        return said

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let it go on until something holds, but not for ever."""
        for _ in range(300):
            if holds():
                return
            await asyncio.sleep(0)
        raise AssertionError(f"it never comes to that: {self.log}")

    async def waits(self) -> float:
        """Let it go on until it waits for news. Returns for how long it may."""
        await self.until(lambda: bool(self.log) and self.log[-1][0] == "wait")
        seconds: float = self.log[-1][1]
        return seconds

    def goes_on(self, seconds: float = 0.0) -> None:
        """Move the steady clock, and wake it."""
        self.now += seconds
        self.log.clear()
        self.news.set()


class Leases:
    """As a source of leases: holds everything wanted, except what `limited` excludes."""

    leased, owner = True, "me"

    def __init__(self, world: World) -> None:
        self._world = world

    async def take(self, wanted: Collection[str]) -> HeldLeases:
        self._world._said("take", sorted(wanted))
        held = {name: self._world.held.setdefault(name, Lease()) for name in wanted if name not in self._world.limited}
        return HeldLeases(held, self._world.careful)

    async def give_back(self, workspace_ids: Collection[str] | None = None) -> None:
        self._world._said("give back", workspace_ids if workspace_ids is None else sorted(workspace_ids))

    def break_all(self) -> None:
        self._world._said("break all")
