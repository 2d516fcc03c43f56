"""Writes the results of claimed deliveries in group commits, and then runs the follow-ups of each."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot import log
from bot.delivery.in_flight import InFlight
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.nudges.nudge import Facts
from bot.storage.base.rows import values_of
from bot.storage.database import Database
from bot.storage.outbox.results import Ended, Result

LONGEST_BACK_OFF = 10.0
FOLLOWED_AT_ONCE = 20  # workspaces; a follow-up may wait for Slack, which keeps no other workspace waiting

AfterDelivered = Callable[[Sequence[tuple[Delivery, Facts[Any]]]], Awaitable[None]]
OnRefused = Callable[[Delivery, str], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class PendingResult:
    """A result that is not written yet, with its delivery. `facts`: set if a message was composed; `code`: Slack's
    error if it refused; `then`: the delivery that takes the place of this one. `waits_until` as for `Ended`.
    """

    delivery: Delivery
    result: Result
    facts: Facts[Any] | None = None
    code: str = ""
    _: KW_ONLY
    then: Delivery | None = None
    waits_until: datetime | None = None


async def nothing(*_given: object) -> None:
    """The follow-up that does nothing."""


class ResultWriter:
    """Writes results, retrying until the database takes them, and from then on no longer answers for their claims."""

    def __init__(
        self,
        database: Database,
        in_flight: InFlight,
        owner: str,
        metrics: Metrics,
        *,
        after_delivery: AfterDelivered = nothing,
        on_refused: OnRefused = nothing,
        linger: float,
    ) -> None:
        """`linger`: real seconds that a result waits for others before it is written: a commit costs as much for fifty
        results as for one.
        """
        self._database = database
        self._in_flight = in_flight
        self._owner = owner
        self._metrics = metrics
        self._after_delivery = after_delivery
        self._on_refused = on_refused
        self._linger = linger
        self._written: Callable[[Sequence[Delivery]], None] = _nobody_is_told
        self._waiting: list[PendingResult] = []
        # by workspace
        self._follow_ups: dict[str, list[PendingResult]] = defaultdict(list)
        self._found_sent: dict[str, list[tuple[Delivery, Facts[Any]]]] = defaultdict(list)
        self._turns = asyncio.Semaphore(FOLLOWED_AT_ONCE)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._log = log.get(__name__)

    @property
    def backlog(self) -> int:
        """How many results are not yet written or not yet followed up."""
        return len(self._waiting) + sum(map(len, self._follow_ups.values()))

    def when_written(self, call: Callable[[Sequence[Delivery]], None]) -> None:
        """Register a callback that gets the deliveries of every commit."""
        self._written = call

    def add(self, record: PendingResult) -> None:
        """Have a result written soon."""
        self._waiting.append(record)
        self._run("write", self._write)

    def follow(self, sent: Sequence[tuple[Delivery, Facts[Any]]]) -> None:
        """Run the follow-up for each of these deliveries, which turned up in Slack."""
        for delivery, facts in sent:
            self._found_sent[delivery.workspace_id].append((delivery, facts))
        self._follow_in({delivery.workspace_id for delivery, _ in sent})

    async def settled(self) -> None:
        """Wait until everything is written and followed up."""
        while self._tasks:
            await asyncio.wait(self._tasks.values())

    def _run(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        async def go() -> None:
            try:
                await work()
            finally:
                del self._tasks[name]

        if name not in self._tasks:
            self._tasks[name] = asyncio.create_task(go())

    async def _write(self) -> None:
        while self._waiting:
            await asyncio.sleep(self._linger)
            batch, self._waiting = self._waiting, []
            await self._write_surely(batch)
            self._in_flight.remove(record.delivery for record in batch)
            for status, number in Counter(record.result.status for record in batch).items():
                self._metrics.outcomes.labels(status.value).inc(number)
            self._written([record.delivery for record in batch])
            for record in batch:
                if record.code or record.result.status is DeliveryStatus.SENT:
                    self._follow_ups[record.delivery.workspace_id].append(record)
            self._follow_in(self._follow_ups)

    async def _write_surely(self, batch: Sequence[PendingResult]) -> None:
        """Try until the database takes it: until then, only this process knows what Slack answered."""
        delay, sent = 0.25, [record.result for record in batch if record.result.status is DeliveryStatus.SENT]
        ended = [
            Ended(record.result, record.delivery.attempts, record.then, record.waits_until)
            for record in batch
            if record.result.status is not DeliveryStatus.SENT
        ]
        while True:
            try:
                async with self._database.delivery_store() as delivery_store:
                    return await delivery_store.record(self._owner, sent, ended)
            except Exception:  # noqa: BLE001 - the database may come back
                self._log.exception("record_failed", results=len(batch), again_in=delay)
                await asyncio.sleep(delay)
                delay = min(delay * 2, LONGEST_BACK_OFF)

    def _follow_in(self, workspace_ids: Iterable[str]) -> None:
        for workspace_id in workspace_ids:
            self._run(f"follow up in {workspace_id}", partial(self._follow_up, workspace_id))

    async def _follow_up(self, workspace_id: str) -> None:
        while workspace_id in self._follow_ups or workspace_id in self._found_sent:
            async with self._turns:
                batch = self._follow_ups.pop(workspace_id, [])
                sent = self._found_sent.pop(workspace_id, []) + [
                    (_after(record), record.facts)
                    for record in batch
                    if record.facts is not None and record.result.status is DeliveryStatus.SENT
                ]
                if sent:
                    await self._safely("aftermath_failed", self._after_delivery(sent))
                for record in batch:
                    if record.code:
                        await self._safely("refusal_failed", self._on_refused(_after(record), record.code))

    async def _safely(self, action: str, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception:  # noqa: BLE001 - it concerns messages already sent
            self._log.exception(action)


def _nobody_is_told(_deliveries: Sequence[Delivery]) -> None:
    """The default callback: nobody is told what was written."""


def _after(record: PendingResult) -> Delivery:
    """The delivery as it is after its result."""
    # `replace` takes three times as long, for each message
    return Delivery(**values_of(record.delivery) | values_of(record.result))
