"""The delivery engine's database in memory: what is in doubt, and what is written."""

from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import fields, replace
from typing import Any

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.storage.outbox.results import Ended, Result
from tests.delivery.beats import Row, pulse

CHANGES = [field.name for field in fields(Result)]


class InMemory:
    """Deliveries by id. `opened`: how many transactions there were; `fails`: what the next ones raise; `at_commit`,
    `at_doubt`: what happens when one commits, and the next times that doubts are read.
    """

    def __init__(self, *held: Delivery, is_shared: bool = False) -> None:
        self.held = {delivery.id: delivery for delivery in held}
        self.is_shared = is_shared
        self.opened = 0
        self.at_commit: Callable[[], None] = lambda: None
        self.at_doubt: Iterator[None] = iter(())
        self.fails: list[Exception] = []
        self.recorded: list[tuple[str, list[Result], list[Ended]]] = []
        self.claimed: list[dict[str, Any]] = []
        self.contents: list[tuple[str, Mapping[str, tuple[str, str]]]] = []
        self.pulse = Row(pulse())

    @asynccontextmanager
    async def delivery_store(self) -> AsyncIterator[Any]:
        """As a database's."""
        self.opened += 1
        if self.fails:
            raise self.fails.pop(0)
        yield self
        self.at_commit()

    async def doubt(self, workspace_ids: Collection[str], but: Collection[str]) -> list[Delivery]:
        """As `DeliveryStore.doubt`."""
        next(self.at_doubt, None)
        for delivery in list(self.held.values()):
            if delivery.status is DeliveryStatus.SENDING and delivery.id not in but:
                self.held[delivery.id] = replace(delivery, status=DeliveryStatus.IN_DOUBT)
        there = (delivery for delivery in self.held.values() if delivery.workspace_id in workspace_ids)
        in_doubt = [delivery for delivery in there if delivery.status is DeliveryStatus.IN_DOUBT]
        return sorted(in_doubt, key=lambda delivery: delivery.due_at)

    async def settle(self, ended: Sequence[Ended]) -> None:
        """As `DeliveryStore.settle`."""
        for end in ended:
            delivery = self.held[end.result.id]
            if delivery.status is DeliveryStatus.IN_DOUBT and delivery.attempts == end.attempt:
                self.held[delivery.id] = replace(delivery, **{name: getattr(end.result, name) for name in CHANGES})

    async def record(self, owner: str, sent: Sequence[Result], ended: Sequence[Ended] = ()) -> None:
        """As `DeliveryStore.record`; writes all of them."""
        self.recorded.append((owner, list(sent), list(ended)))

    def transaction(self, workspace_id: str) -> str:
        """In place of a workspace's stores: its id."""
        return workspace_id

    async def claim(self, workspace_id: str, owner: str, **how: Any) -> list[Delivery]:
        """As `DeliveryStore.claim`."""
        self.claimed.append({"workspace_id": workspace_id, "owner": owner, **how})
        due = [
            delivery
            for delivery in self.held.values()
            if (delivery.workspace_id, delivery.status) == (workspace_id, DeliveryStatus.PENDING)
        ]
        claimed = [replace(delivery, status=DeliveryStatus.SENDING, attempts=1) for delivery in due[: how["limit"]]]
        self.held.update((delivery.id, delivery) for delivery in claimed)
        return claimed

    async def note_content(self, workspace_id: str, contents: Mapping[str, tuple[str, str]]) -> None:
        """As `DeliveryStore.note_content`."""
        self.contents.append((workspace_id, contents))
