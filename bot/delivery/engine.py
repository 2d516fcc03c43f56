"""The delivery engine: plans what is due and gets it sent, workspace by workspace, until nothing is left."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from bot import log
from bot.clock import Clock
from bot.delivery.commit_loss import CommitLossDetector
from bot.delivery.leases import HeldLeases, LeaseSource, Steady
from bot.delivery.planner import Planner
from bot.delivery.reconciler import Reconciler
from bot.delivery.sender import Sender
from bot.domain.deliveries import DeliveryStatus
from bot.metrics import Metrics
from bot.storage.database import Database

LOOK = 0.5  # seconds between two looks for workspaces with something to send, while there is work
IDLE_LOOK = 5.0  # the same, while only doubts are left
LONGEST_BACK_OFF = 30.0


@dataclass(slots=True)
class _Work:
    """The workspaces that have something due, and those that have something in doubt, as of the last look."""

    due: frozenset[str]
    unsettled: frozenset[str]


class Engine:
    """Plans and sends. `tick` is for the heartbeat; `beat` waits until everything has been sent, for tests and the
    demo.
    """

    def __init__(
        self,
        database: Database,
        planner: Planner,
        sender: Sender,
        reconciler: Reconciler,
        leases: LeaseSource,
        metrics: Metrics,
        *,
        commit_loss: CommitLossDetector,
        clock: Clock,
        steady: Steady,
    ) -> None:
        self._database = database
        self._planner = planner
        self._sender = sender
        self._reconciler = reconciler
        self._leases = leases
        self._metrics = metrics
        self._commit_loss = commit_loss
        self._clock = clock
        self._steady = steady
        self._planning = asyncio.Lock()
        self._idle = asyncio.Event()
        self._mine = HeldLeases()
        self._work: _Work  # set by the first look, with which every run begins
        self._task: asyncio.Task[None] | None = None
        self._settling: asyncio.Task[None] | None = None
        self._stopping = False
        self._leaving: set[str] = set()
        self._failures = 0  # of planning, in a row
        self._sending_fails = False
        self._tick_at = self._settle_at = self._look_at = 0.0
        self._log = log.get(__name__)

    async def tick(self) -> bool:
        """Plan what is due now and start sending it, without waiting for Slack. Returns False while planning or sending
        fails. Never raises: after a failure, such as an unreachable database, it tries again at growing intervals.
        """
        if self._steady() < self._tick_at:
            return False
        try:
            await self._plan(self._clock())
            self._failures = 0
        except Exception:  # noqa: BLE001 - a heartbeat goes on
            self._failures += 1
            again_in = min(2.0 ** (self._failures - 1), LONGEST_BACK_OFF)
            self._tick_at = self._steady() + again_in
            self._metrics.beat_failed.inc()
            self._log.exception("tick_failed", again_in=again_in)
        return not (self._failures or self._sending_fails)

    async def beat(self, now: datetime | None = None) -> None:
        """Plan what is due at `now` (aware UTC; None: the clock's time), and wait until all of it has been sent."""
        await self._plan(now or self._clock())
        await self._idle.wait()

    async def settled(self) -> None:
        """Wait until everything of this process has been sent, and every doubt settled."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def next_due(self) -> datetime | None:
        """When the next plan or pending delivery is due (aware UTC), or None."""
        async with self._database.look() as delivery_store:
            pending = (await delivery_store.sendable())[DeliveryStatus.PENDING]
            moments = [await delivery_store.next_plan_at(), *pending.values()]
        return min((moment for moment in moments if moment is not None), default=None)

    def poke(self) -> None:
        """Look into the outbox now, because something new is in it."""
        self._idle.clear()
        self._look_at = 0.0
        self._sender.wake()
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    async def drain(self, seconds: float) -> None:
        """Start nothing new, give posts under way at most `seconds` to finish, and give back all leases."""
        self._stopping = True
        self._sender.close()
        if self._task is not None:  # not cancelled: a half-finished claim would be a doubt for the next worker
            await asyncio.wait({self._task}, timeout=seconds)
        if self._settling is not None:
            self._settling.cancel()
        await self._sender.stop(seconds)
        await self._commit_loss.end()
        with suppress(Exception):  # a lease that cannot be given back simply runs out
            await self._leases.give_back()

    async def _plan(self, now: datetime) -> None:
        async with self._planning:
            await self._keep_continuity()
            self._metrics.due.inc(await self._planner.plan(now))
        self.poke()

    async def _keep_continuity(self) -> None:
        """Write the beat. If commits were lost, nothing claimed before is posted."""
        if await self._commit_loss.beat():
            self._leases.break_all()
            self._look_at = 0.0

    async def _run(self) -> None:
        """Send until nothing is left for this process to send; failures are tried again at growing intervals."""
        delay = 0.0
        while not self._stopping:
            self._sender.no_news()
            try:
                wait = await self._round()
                delay, self._sending_fails = 0.0, False
            except Exception:  # noqa: BLE001 - the database may come back
                self._sending_fails = True
                delay = min(max(0.5, delay * 2), LONGEST_BACK_OFF)
                self._metrics.beat_failed.inc()
                self._log.exception("sender_failed", again_in=delay)
                wait, self._look_at = delay, 0.0
                self._sender.no_news()
            if wait is None and self._look_at:
                return
            if not self._stopping:  # if it failed meanwhile, there is no more news to wait for
                await self._sender.wait_for_news(wait or 0.0)
        self._idle.set()

    async def _round(self) -> float | None:
        """Look once and claim once. Returns the seconds until the next round, or None if all is done."""
        await self._keep_continuity()
        now = self._steady()
        if now >= self._look_at:
            self._look_at = now + LOOK
            await self._look()
        await self._sender.fill(self._mine.leases)
        paced = self._sender.staff()
        self._settle()
        until_look = self._look_at - self._steady()
        if not self._sender.is_idle:
            return min(until_look, LOOK if paced is None else paced)
        if self._sender.has_claimed():  # it may have left nothing behind: check at once
            self._look_at = 0.0
            return 0.0
        if self._work.due & self._mine.leases.keys():
            return until_look
        self._idle.set()
        if self._settling or self._work.unsettled & self._mine.leases.keys():
            return min(IDLE_LOOK, max(0.02, self._settle_at - self._steady()))
        return None

    async def _look(self) -> None:
        """See which workspaces have work, and which of them this process holds. The claims of those it no longer holds
        are put back.
        """
        now = self._clock()
        async with self._database.look() as delivery_store:
            sendable = await delivery_store.sendable()
        pending, sending = sendable[DeliveryStatus.PENDING], sendable[DeliveryStatus.SENDING]
        in_doubt = sendable[DeliveryStatus.IN_DOUBT]
        due = {workspace_id for workspace_id, due_at in pending.items() if due_at <= now}
        self._work = _Work(frozenset(due), frozenset(sending) | frozenset(in_doubt))
        mine = await self._leases.take(self._work.due | self._work.unsettled)
        await self._release(self._mine.leases.keys() - mine.leases.keys())
        # The worker that sent there until it died a moment ago left us nothing about its pace.
        left_behind = sending.keys() & mine.leases.keys() - self._mine.leases.keys() - self._sender.busy
        self._sender.start_carefully(mine.careful | left_behind)
        self._mine = mine
        self._sender.offer(sorted(due & mine.leases.keys()))
        self._metrics.leases.set(len(mine.leases))
        self._metrics.in_doubt.set(len(in_doubt))
        oldest = min(pending.values(), default=now)
        self._metrics.queue_age.set(max(0.0, (now - oldest).total_seconds()))

    async def _release(self, workspace_ids: Collection[str]) -> None:
        """Let go of workspaces that have nothing left, or that now belong to another worker's fair share."""
        self._sender.put_back(workspace_ids)
        self._leaving |= set(workspace_ids)
        free = {workspace_id for workspace_id in self._leaving if not self._sender.is_busy_in(workspace_id)}
        if free:
            await self._leases.give_back(free)
            self._leaving -= free
            self._sender.forget(free)

    def _settle(self) -> None:
        """Settle deliveries in doubt while sending goes on, one settling at a time."""
        ours = self._work.unsettled & self._mine.leases.keys()
        if ours and self._settling is None and self._steady() >= self._settle_at:
            self._settling = asyncio.create_task(self._settle_now(ours))

    async def _settle_now(self, workspace_ids: Collection[str]) -> None:
        wait: float | None = IDLE_LOOK
        try:
            wait = await self._reconciler.settle(workspace_ids)
        except Exception:  # noqa: BLE001 - it is tried again
            self._log.exception("settling_failed")
        finally:
            self._settling = None
        self._settle_at = self._steady() + (LOOK if wait is None else wait)
        if not wait:
            self._look_at = 0.0
        self._sender.wake()
