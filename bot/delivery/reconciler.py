"""Settles deliveries in doubt. None is posted again blindly: after a grace period, each is looked up in its
conversation.
"""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot import log
from bot.clock import Clock
from bot.delivery.leases import Steady
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.slack.messenger import Absent, CannotAsk, Found, Sent, Wait
from bot.storage.database import Database
from bot.storage.delivery_store import Ended, Result

OnFound = Callable[[Delivery], Awaitable[None]]

AT_ONCE = 10
CLOCKS_DIFFER = timedelta(minutes=15)  # our clock and Slack's, at most


class Finder(Protocol):
    """Finds a delivery's message in Slack; implemented by `bot.slack.messenger.Messenger`."""

    async def find(self, delivery: Delivery, since: datetime) -> Found:
        """Look for it in its conversation from `since` on."""
        ...


@dataclass(frozen=True, slots=True)
class ReconcilerTuning:
    """When and how often Slack is asked. `grace`: seconds from first seeing a doubt until asking about it. It is longer
    than another worker may still rely on its lease (15 s) plus a request that left at the end of it (15 s), neither of
    which a promoted server knows about.

    `spacing`: seconds between two questions to one workspace (`conversations.history` is tier 3: 50 a minute).
    `reconcile`: False posts again blindly, which only the crash test does, as its control.
    """

    grace: float = 35.0
    spacing: float = 1.5
    reconcile: bool = True


class Reconciler:
    """Settles what is in doubt in the workspaces of this worker.

    The grace counts from when this worker first saw a doubt, on its steady clock. That is later than the last moment at
    which any worker could have posted it, since a worker posts nothing after the fence of its claim.
    """

    def __init__(
        self,
        database: Database,
        finder: Finder,
        asking: ReconcilerTuning,
        metrics: Metrics,
        on_found: OnFound,
        *,
        clock: Clock,
        steady: Steady,
    ) -> None:
        self._database = database
        self._finder = finder
        self._asking = asking
        self._metrics = metrics
        self._on_found = on_found
        self._clock = clock
        self._steady = steady
        self._seen: dict[str, float] = {}
        self._ask_at: dict[str, float] = {}
        self._log = log.get(__name__)

    async def settle(self, workspace_ids: Collection[str], claimed: Collection[str]) -> float | None:
        """Settle the doubts whose grace is over. Returns the seconds until the next one's is, or None where nothing is
        in doubt any more.

        `claimed` are deliveries that this process is sending right now.
        """
        async with self._database.delivery_store() as delivery_store:
            rows = await delivery_store.doubt(workspace_ids, claimed)
        now = self._steady()
        self._seen = {delivery.id: self._seen.get(delivery.id, now) for delivery in rows}
        ripe = [delivery for delivery in rows if self._is_ripe(delivery, now)]
        for start in range(0, len(ripe), AT_ONCE):
            await self._ask(ripe[start : start + AT_ONCE])
        asked = {delivery.id for delivery in ripe}
        left = [self._ripe_at(delivery) - self._steady() for delivery in rows if delivery.id not in asked]
        return max(0.0, min(left, default=0.0)) if left or ripe else None

    def _ripe_at(self, delivery: Delivery) -> float:
        seen = self._seen.get(delivery.id, self._steady())
        return max(seen + self._asking.grace, self._ask_at.get(delivery.workspace_id, 0.0))

    def _is_ripe(self, delivery: Delivery, now: float) -> bool:
        if self._ripe_at(delivery) > now:
            return False
        if self._asking.spacing:
            self._ask_at[delivery.workspace_id] = now + self._asking.spacing
        return True

    async def _ask(self, deliveries: Sequence[Delivery]) -> None:
        answers = await asyncio.gather(*(self._find(delivery) for delivery in deliveries))
        results = [
            result
            for delivery, answer in zip(deliveries, answers, strict=True)
            if (result := self._result(delivery, answer)) is not None
        ]
        by_id = {delivery.id: delivery for delivery in deliveries}
        async with self._database.delivery_store() as delivery_store:
            await delivery_store.settle([Ended(result, by_id[result.id].attempts) for result in results])
        for result in results:
            self._metrics.settled.labels(result.status.value).inc()
            self._log.info("doubt_settled", delivery=result.id, status=result.status.value)
        for result in results:
            if result.status is DeliveryStatus.SENT:
                await self._on_found(_sent(by_id[result.id], result))

    async def _find(self, delivery: Delivery) -> Found:
        if not self._asking.reconcile:
            return Absent()
        since = min(delivery.claimed_at or delivery.due_at, delivery.due_at) - CLOCKS_DIFFER
        try:
            return await self._finder.find(delivery, since)
        except Exception:  # noqa: BLE001 - one that cannot be looked up now must not keep the others in doubt
            self._log.exception("find_failed", delivery=delivery.id)
            return Wait(30.0)

    def _result(self, delivery: Delivery, answer: Found) -> Result | None:
        match answer:
            case Sent(channel_id, ts):
                return Result(
                    delivery.id,
                    DeliveryStatus.SENT,
                    channel_id=channel_id,
                    ts=ts,
                    content_id=delivery.content_id,
                    sent_at=self._clock(),
                    why=delivery.why,
                )
            case Absent():  # whether it still makes sense is decided when it is claimed again
                return Result(delivery.id, DeliveryStatus.PENDING, looked_up_at=self._clock())
            case CannotAsk(code):
                return Result(delivery.id, DeliveryStatus.UNCONFIRMED, code)
            case Wait(seconds):
                self._ask_at[delivery.workspace_id] = self._steady() + seconds
                return None


def _sent(delivery: Delivery, result: Result) -> Delivery:
    return replace(
        delivery, status=DeliveryStatus.SENT, channel_id=result.channel_id, ts=result.ts, sent_at=result.sent_at
    )
