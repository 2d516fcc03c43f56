"""A reconciler over doubts in memory, and a Slack that says what it is told to say."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

from bot.delivery.in_flight import InFlight
from bot.delivery.reconciler import Reconciler, ReconcilerTuning
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.slack.history import HistoryAnswer, HistoryPlace, Page
from tests.delivery.memory import InMemory
from tests.fakes import MovableClock

TUNING = ReconcilerTuning(grace=35.0, alone=5.0, spacing=0.0, give_up=1000.0)


@dataclass
class Finder:
    """Says what it is told to say, and then that a conversation is empty."""

    answers: list[HistoryAnswer | Exception] = field(default_factory=list)
    places: list[HistoryPlace] = field(default_factory=list)
    in_flight: int = 0
    most: int = 0

    async def look(self, workspace_id: str, place: HistoryPlace) -> HistoryAnswer:
        """The next answer."""
        assert workspace_id.startswith("T")
        self.places.append(place)
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        await asyncio.sleep(0)
        self.in_flight -= 1
        answer = self.answers.pop(0) if self.answers else Page(f"D{place.recipient}", {})
        if isinstance(answer, Exception):
            raise answer
        return answer


class World:
    """A reconciler over doubts in memory, and a steady clock that is moved by hand."""

    def __init__(
        self, clock: MovableClock, *doubts: Delivery, tuning: ReconcilerTuning = TUNING, is_shared: bool = True
    ) -> None:
        held = (replace(delivery, status=DeliveryStatus.IN_DOUBT) for delivery in doubts)
        self.database, self.finder, self.in_flight = InMemory(*held, is_shared=is_shared), Finder(), InFlight()
        self.now, self.metrics = 1000.0, Metrics()
        self.told: list[Delivery] = []
        database: Any = self.database
        self.reconciler = Reconciler(
            database, self.finder, self.in_flight, tuning, self.metrics,
            on_found=self._found, clock=clock, steady=lambda: self.now,
        )  # fmt: skip

    async def _found(self, delivery: Delivery) -> None:
        self.told.append(delivery)

    async def settle(self, after: float = 0.0) -> float | None:
        """The reconciler's answer when it settles `after` seconds later."""
        self.now += after
        return await self.reconciler.settle(["T1", "T2"])

    async def ripe(self) -> float | None:
        """The same, after the grace period."""
        assert await self.settle() == TUNING.grace
        return await self.settle(TUNING.grace)

    @property
    def became(self) -> dict[str, tuple[DeliveryStatus, str]]:
        """How each delivery ended, and why."""
        return {delivery.id: (delivery.status, delivery.reason) for delivery in self.database.held.values()}

    def settled(self, status: DeliveryStatus) -> float | None:
        """How many were settled with this status, as an operator sees it."""
        return self.metrics.registry.get_sample_value("second_chair_settled_total", {"status": status.value})
