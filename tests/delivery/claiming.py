"""Claims over a database in memory."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from bot.blocks.block_kit import Message
from bot.delivery.claims import Claims, MessageParts
from bot.delivery.commit_loss import CommitLossDetector
from bot.delivery.fair_queue import Post
from bot.delivery.in_flight import InFlight
from bot.delivery.leases import Lease
from bot.delivery.results import PendingResult
from bot.domain.deliveries import Delivery
from bot.domain.people.people import Person
from bot.domain.time.schedule import Rhythm
from bot.nudges.nudge import Facts, Nudge, Skip
from bot.storage.outbox.witness import ClaimWitness
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import DAILY, NOON, hello
from tests.delivery.memory import InMemory
from tests.fakes import MovableClock

WALL = NOON + timedelta(seconds=7)
LEASE = Lease()
RHYTHM = Rhythm(time(12), DAILY, "UTC")


def of_a_person(facts: Facts[Any], _library: Library) -> Message | Skip:
    """Moves the message where the person's day is full; otherwise says hello."""
    return Skip("x" * 201) if facts.sent_today == 1 else Skip("full", moves=True) if facts.sent_today else hello(
        facts, _library
    )  # fmt: skip


NUDGES = {
    "hello": Nudge("hello", hello, timedelta(hours=2)),
    "person": Nudge("person", of_a_person, timedelta(hours=2)),
    "counted": Nudge("counted", hello, None, counts_towards_budget=True),
    "of a day": Nudge("of a day", hello, None, rhythm=lambda _person, _ignored: RHYTHM),
}


class Recorded:
    """Takes results in place of the writer."""

    def __init__(self) -> None:
        self.added: list[PendingResult] = []
        self.followed: list[tuple[Delivery, Facts[Any]]] = []
        self.add, self.follow = self.added.append, self.followed.extend


class World:
    """Claims over a database in memory."""

    def __init__(
        self, library: Library, clock: MovableClock, *held: Delivery, witness: ClaimWitness | None = None
    ) -> None:
        self.database, self.in_flight, self.recorded = InMemory(*held), InFlight(), Recorded()
        self.facts: dict[str, dict[str, Any]] = {}
        self.loaded: list[tuple[object, list[str], datetime]] = []
        self.fails: Callable[[Sequence[str]], Exception | None] = lambda _: None
        self.quiet: dict[str, tuple[datetime, datetime]] = {}
        self.asked_quiet: list[tuple[str, list[str], datetime]] = []
        database: Any = self.database
        results: Any = self.recorded
        load: Any = self._load
        self.commit_loss = CommitLossDetector(database, witness, clock=clock, wall=lambda: WALL, steady=lambda: 0.0)
        self.claims = Claims(
            database, self.in_flight, results, MessageParts(Libraries(only=library), NUDGES, load, self._quiet),
            self.commit_loss, clock=clock, wall=lambda: WALL,
        )  # fmt: skip

    async def _load(
        self, transaction: object, libraries: Libraries, batch: Sequence[Delivery], now: datetime
    ) -> dict[str, Facts[Any]]:
        ids = [delivery.id for delivery in batch]
        self.loaded.append((transaction, ids, now))
        await asyncio.sleep(0)  # lets others have their turn
        assert isinstance(libraries, Libraries)
        if (error := self.fails(ids)) is not None:
            raise error
        return {delivery.id: Facts(delivery, now, **self.facts.get(delivery.id, {})) for delivery in batch}

    async def _quiet(
        self, workspace_id: str, people: Sequence[Person], now: datetime
    ) -> Mapping[str, tuple[datetime, datetime]]:
        self.asked_quiet.append((workspace_id, [person.user_id for person in people], now))
        return self.quiet

    async def claim(
        self, workspace_id: str = "T1", lease: Lease = LEASE, limit: int = 9, *, leased: bool = False
    ) -> tuple[int, list[Post]]:
        """Claim, after a first beat."""
        if self.database.pulse.asked_for_timeline == 0:
            await self.commit_loss.beat()
        number, loaded = await self.claims.claim(workspace_id, "me", limit=limit, leased=leased, lease=lease)
        return number, await self.claims.posts(workspace_id, loaded, lease)

    async def ended(self, **facts: Any) -> PendingResult:
        """How the claimed delivery ends, if it is not posted."""
        (delivery_id,) = self.database.held
        self.facts[delivery_id] = facts
        assert await self.claim() == (1, [])
        (record,) = self.recorded.added
        assert record.delivery.id == record.result.id == delivery_id
        assert record.result.workspace_id == "T1"
        return record


def ids(posts: Sequence[Post]) -> list[str]:
    return [post.delivery.id for post in posts]
