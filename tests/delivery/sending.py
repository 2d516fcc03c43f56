"""A sender whose claims, results and Slack are in memory."""

import asyncio
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

from bot.blocks.block_kit import Message
from bot.delivery.fair_queue import Post
from bot.delivery.in_flight import InFlight
from bot.delivery.leases import Lease
from bot.delivery.rate_limit import Rate
from bot.delivery.results import PendingResult
from bot.delivery.sender import Sender, Tuning
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.nudges.nudge import Facts
from bot.slack.fence import MayLeave
from bot.slack.outcomes import HeldBack, Outcome, Sent
from tests.delivery.fakes import NOON, pending
from tests.fakes import MovableClock

FREE = Tuning(concurrency=2, batch=5, pace=Rate(rate=None, spacing=0.0))


def post(number: int, workspace_id: str = "T1", until: float = 2000.0, tries: int = 0) -> Post:
    delivery = pending(number, workspace_id)
    return Post(delivery, Message("hello", ()), Facts(delivery, NOON), Lease(until), tries)


class Slack:
    """Takes posts, each when its turn at the gate comes, unless `answer` says otherwise."""

    def __init__(self) -> None:
        self.answer: Callable[[Delivery], Outcome | None] = lambda _: None
        self.gate: asyncio.Semaphore | None = None
        self.came: list[str] = []
        self.in_flight = self.most = 0

    async def post(self, delivery: Delivery, message: Message, may_leave: MayLeave) -> Outcome:
        """As the messenger's."""
        assert message.text == "hello"
        self.in_flight += 1
        self.most = max(self.most, self.in_flight)
        try:
            if self.gate is not None:
                await self.gate.acquire()
            if not may_leave():
                return HeldBack()
            self.came.append(delivery.id)
            return self.answer(delivery) or Sent(f"D{delivery.recipient}", str(len(self.came)))
        finally:
            self.in_flight -= 1


class World:
    """A sender whose claims, results and Slack are in memory."""

    def __init__(self, clock: MovableClock, tuning: Tuning = FREE) -> None:
        self.now, self.slack, self.in_flight = 1000.0, Slack(), InFlight()
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.claimable: list[list[Post]] = []
        self._claimed: dict[str, Post] = {}
        self.next: list[list[Post]] = []
        self.done: list[list[str]] = []
        self.behind: list[Delivery] = []
        self.added: list[PendingResult] = []
        self.backlog, self.is_settled = 0, asyncio.Event()
        self.written: Callable[[Sequence[Delivery]], None] = lambda _: None
        self.leases = {workspace_id: Lease() for workspace_id in ("T1", "T2")}
        self.silent: dict[str, asyncio.Event] = {}  # where Slack does not say whom not to disturb, until this is set
        me: Any = self
        held: Any = SimpleNamespace(owner="me", leased=True)
        self.sender = Sender(
            self.slack, self.in_flight, me, me, held, tuning,
            metrics=Metrics(), clock=clock, steady=lambda: self.now,
        )  # fmt: skip

    async def claim(self, workspace_id: str, owner: str, **how: Any) -> tuple[int, list[Facts[Any]]]:
        """As `Claims.claim`."""
        self.asked.append((workspace_id, {"owner": owner, **how}))
        posts = self.claimable.pop(0) if self.claimable else []
        self.in_flight.add(each.delivery for each in posts)
        self._claimed |= {each.delivery.id: each for each in posts}
        return len(posts), [each.facts for each in posts]

    async def posts(self, workspace_id: str, loaded: Sequence[Facts[Any]], lease: Lease) -> list[Post]:
        """As `Claims.posts`."""
        assert lease is self.leases[workspace_id]
        if workspace_id in self.silent:
            await self.silent[workspace_id].wait()
        return [self._claimed.pop(facts.delivery.id) for facts in loaded]

    async def next_for(self, deliveries: Sequence[Delivery]) -> list[Post]:
        """As `Claims.next_for`."""
        self.done.append([delivery.id for delivery in deliveries])
        return self.next.pop(0) if self.next else []

    def drop_behind(self, workspace_id: str) -> list[Delivery]:
        """As `Claims.drop_behind`."""
        return [delivery for delivery in self.behind if delivery.workspace_id == workspace_id]

    def when_written(self, call: Callable[[Sequence[Delivery]], None]) -> None:
        """As `ResultWriter.when_written`."""
        self.written = call

    def add(self, record: PendingResult) -> None:
        """As `ResultWriter.add`."""
        self.added.append(record)

    async def settled(self) -> None:
        """As `ResultWriter.settled`."""
        await self.is_settled.wait()

    async def claims(self, *workspace_ids: str) -> list[str]:
        """Offer workspaces, claim, and compose, but where Slack is silent. Returns those that it claimed from."""
        self.asked.clear()
        self.sender.offer(workspace_ids)
        await self.sender.fill(self.leases)
        composing = self.sender._composing.items()
        if ends := [task for workspace_id, task in composing if workspace_id not in self.silent]:
            await asyncio.wait(ends)
        return [workspace_id for workspace_id, _ in self.asked]

    @property
    def results(self) -> list[tuple[str, DeliveryStatus]]:
        """What was recorded, as ids and statuses."""
        return [(record.result.id, record.result.status) for record in self.added]

    async def has_news(self) -> bool:
        """Whether there is news for somebody who waits for it."""
        waiting = asyncio.create_task(self.sender.wait_for_news(3600.0))
        for _ in range(50):
            await asyncio.sleep(0)
        is_news = waiting.done()
        waiting.cancel()
        return is_news

    async def until(self, holds: Callable[[], bool]) -> None:
        """Let the posts go on until something holds, but not for ever."""
        for _ in range(200):
            if holds():
                return
            await asyncio.sleep(0)
        raise AssertionError("it never comes to that")


def back(*numbers: int) -> list[tuple[str, DeliveryStatus]]:
    """The results if these deliveries of T1 were put back."""
    return [(f"T1-{number}", DeliveryStatus.PENDING) for number in numbers]
