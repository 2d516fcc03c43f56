"""The beats' row in memory, and a process that beats on it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

from structlog.testing import capture_logs

from bot.delivery.commit_loss import CommitLossDetector
from bot.storage.outbox.pulse import Pulse
from bot.storage.outbox.witness import ClaimWitness
from tests.delivery.fakes import NOON
from tests.fakes import MovableClock

SECOND = timedelta(seconds=1)


class Row:
    """The row of a database in memory. `timeline`: the database's timeline, None where it has none; `is_empty`: whether
    it holds nothing else. `opened`: how many transactions there were; `fails`: what the next commits raise;
    `meanwhile`: what happens once it has been read.
    """

    def __init__(self, held: Pulse | None = None, timeline: str | None = None, *, is_empty: bool = False) -> None:
        self.held, self.on, self.is_empty = held, timeline, is_empty
        self.opened = self.asked_for_timeline = 0
        self.fails: list[Exception] = []
        self.meanwhile: Callable[[], object] = lambda: None
        self.leases: set[tuple[str, str]] = set()
        self.asked_first: list[tuple[str, datetime]] = []

    @asynccontextmanager
    async def delivery_store(self) -> AsyncIterator[Any]:
        """As a database's; where a commit fails, nothing is written."""
        before = self.held
        self.opened += 1
        yield SimpleNamespace(pulse=self)
        if self.fails:
            self.held = before
            raise self.fails.pop(0)

    async def has_timeline(self) -> bool:
        self.asked_for_timeline += 1
        return self.on is not None

    async def timeline(self) -> str:
        assert self.on is not None
        return self.on

    async def read(self, *, with_timeline: bool, lease: tuple[str, str] | None = None) -> Pulse | None:
        now_on = self.on if with_timeline and self.on else ""
        held = self.held and replace(self.held, now_on=now_on, is_leased=lease is None or lease in self.leases)
        self.meanwhile()
        return held

    async def ask_first(self, workspace_id: str, until: datetime) -> int:
        self.asked_first.append((workspace_id, until))
        return 1

    async def is_new(self) -> bool:
        return self.is_empty

    async def write(self, beat: Pulse) -> None:
        self.held = beat

    async def count(self, number: int) -> None:
        assert self.held is not None
        self.held = replace(self.held, number=number)


class Process:
    """A process over a row, with a steady clock that is moved by hand."""

    def __init__(self, row: Row, clock: MovableClock, witness: ClaimWitness | None = None, **options: Any) -> None:
        self.row, self.clock, self.steady = row, clock, 0.5
        database: Any = row
        self.commit_loss = CommitLossDetector(
            database, witness, clock=clock, wall=lambda: clock() + SECOND, steady=lambda: self.steady, **options
        )

    async def beat(self) -> tuple[bool, list[str]]:
        """Whether it reports lost commits, and why Slack is to be asked."""
        with capture_logs() as lines:
            is_lost = await self.commit_loss.beat()
        return is_lost, [line["why"] for line in lines]

    async def next_beat(self) -> tuple[bool, list[str]]:
        """The same, when it is time for another."""
        self.steady += 5.0
        return await self.beat()


def pulse(number: int = 7, ago: float = 1.0, on: str = "", ask_until: datetime | None = None) -> Pulse:
    """A row, as written `ago` seconds before the machine's time."""
    return Pulse(number, NOON + SECOND - ago * SECOND, on, on, ask_until)
