"""Settles deliveries in doubt: never posted again blindly. After a grace, their conversation is searched for them."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot import log
from bot.clock import Clock
from bot.delivery.history_scans import HistoryScan, HistoryScans
from bot.delivery.in_flight import InFlight
from bot.delivery.leases import Steady
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.slack.history import CannotAsk, HistoryAnswer, HistoryPlace, Page
from bot.slack.outcomes import NotNow, Unknown, Wait
from bot.storage.database import Database
from bot.storage.outbox.results import Ended, Result

OnFound = Callable[[Delivery], Awaitable[None]]

AT_ONCE = 10
MOST_RESTARTS = 3
MOST_UNKNOWN = 3  # how often we ask again after an answer that we do not know, before it is final
NOT_IN_TIME = "history_limited"  # why a doubt was given up: Slack's limits left no room to ask about it


class Finder(Protocol):
    """Reads conversations in Slack; implemented by `bot.slack.messenger.Messenger`."""

    async def look(self, workspace_id: str, place: HistoryPlace) -> HistoryAnswer:
        """The page of a conversation at `place`, with the delivery ids on it."""
        ...


@dataclass(frozen=True, slots=True)
class ReconcilerTuning:
    """When and how often Slack is asked. `grace`: seconds from first seeing a doubt until asking about it. It is longer
    than another worker may still rely on its lease (15 s) plus a request that left at the end of it (15 s), neither of
    which a promoted server knows about.

    `alone`: the same for an unclaimed delivery in a SQLite file. No other process can send from it, so this need only
    outlast a request of a process that has ended. `spacing`: seconds between two questions to one workspace
    (`conversations.history` is tier 3: 50 a minute). `give_up`: seconds after which a doubt that Slack's limits leave
    no room for is *unconfirmed*; most messages make no sense any more by then. `reconcile` False posts again blindly: a
    control for the crash test, never for real.
    """

    grace: float = 35.0
    alone: float = 5.0
    spacing: float = 1.5
    reconcile: bool = True
    give_up: float = 6 * 3600.0


class Reconciler:
    """Settles what is in doubt in the workspaces of this worker.

    The grace counts from when this worker first saw a doubt, on its steady clock. That is later than the last moment at
    which any worker could have posted it, since a worker posts nothing after the fence of its claim.
    """

    def __init__(
        self,
        database: Database,
        finder: Finder,
        in_flight: InFlight,
        asking: ReconcilerTuning,
        metrics: Metrics,
        *,
        on_found: OnFound,
        clock: Clock,
        steady: Steady,
    ) -> None:
        self._database = database
        self._finder = finder
        self._in_flight = in_flight
        self._asking = asking
        self._metrics = metrics
        self._on_found = on_found
        self._clock = clock
        self._steady = steady
        self._seen: dict[tuple[str, int], float] = {}  # first seen, by delivery id and attempt
        self._scans = HistoryScans(asking.spacing)
        self._log = log.get(__name__)

    async def settle(self, workspace_ids: Collection[str]) -> float | None:
        """Settle what is ripe. Returns the seconds until the next doubt is, or None if nothing is in doubt any more."""
        async with self._database.delivery_store() as delivery_store:
            rows = await delivery_store.doubt(workspace_ids, self._in_flight)
        now = self._steady()
        self._seen = {key: self._seen.get(key, now) for key in map(_doubt, rows)}
        over = [delivery for delivery in rows if now - self._seen[_doubt(delivery)] >= self._asking.give_up]
        await self._write(_unconfirmed(over, NOT_IN_TIME), over)
        given_up = {delivery.id for delivery in over}
        ripe = [row for row in rows if row.id not in given_up and now - self._seen[_doubt(row)] >= self._grace(row)]
        self._scans.of(ripe, self._clock())
        while chosen := self._scans.turn(self._steady(), AT_ONCE):
            await self._ask(chosen)
        return self._until_next(rows, now) if rows else None

    def _grace(self, delivery: Delivery) -> float:
        is_alone = not self._database.is_shared and delivery.claimed_at is None
        return min(self._asking.alone, self._asking.grace) if is_alone else self._asking.grace

    def _until_next(self, rows: Sequence[Delivery], now: float) -> float:
        """Seconds until a scan may go on or a doubt becomes ripe; 0 if everything ripe is settled."""
        moments = [ripe_at for row in rows if (ripe_at := self._seen[_doubt(row)] + self._grace(row)) > now]
        if (next_at := self._scans.next_at()) is not None:
            moments.append(next_at)
        return max(0.0, min(moments) - self._steady()) if moments else 0.0

    async def _ask(self, scans: Sequence[HistoryScan]) -> None:
        """Fetch a page for each scan, and record what the pages say."""
        asked_at = self._steady()
        answers = await asyncio.gather(*(self._answer(scan) for scan in scans))
        results: dict[str, Result] = {}
        wanted: list[Delivery] = []
        for scan, answer in zip(scans, answers, strict=True):
            settled = self._read(scan, answer, asked_at)
            results |= settled
            wanted += [delivery for delivery in scan.wanted.values() if delivery.id in settled]
            scan.wanted = {id_: delivery for id_, delivery in scan.wanted.items() if id_ not in settled}
            if not scan.wanted:
                self._scans.end(scan)
        await self._write(results, wanted)

    async def _answer(self, scan: HistoryScan) -> HistoryAnswer:
        if not self._asking.reconcile:
            return Page("", {})
        try:
            return await self._finder.look(scan.workspace_id, scan.place)
        except Exception:  # noqa: BLE001 - one failed scan must not keep the others in doubt
            self._log.exception("look_failed", workspace=scan.workspace_id, conversation=scan.place.recipient)
            return NotNow("error", 30.0)

    def _read(self, scan: HistoryScan, answer: HistoryAnswer, asked_at: float) -> dict[str, Result]:
        """The results of the doubts that this answer settles, by delivery id."""
        match answer:
            case Page(channel_id, messages, cursor):
                self._scans.pace.answered(scan.workspace_id, asked_at)
                scan.turn_page(channel_id, cursor)
                return self._on_page(scan, channel_id, messages, is_last=not cursor)
            case Wait(seconds):
                self._scans.first(scan)
                self._scans.pace.limited(scan.workspace_id, seconds, asked_at)
            case NotNow(_, seconds):
                self._scans.pace.wait(scan.workspace_id, seconds, asked_at)
            case CannotAsk("invalid_cursor") if scan.restarts < MOST_RESTARTS:
                scan.restart()
            case Unknown() if scan.unknown < MOST_UNKNOWN:
                scan.unknown += 1
                self._scans.pace.wait(scan.workspace_id, 10.0 * scan.unknown, asked_at)
            case CannotAsk(code) | Unknown(code):
                return _unconfirmed(scan.wanted.values(), code)
        return {}

    def _on_page(
        self, scan: HistoryScan, channel_id: str, messages: Mapping[str, str], *, is_last: bool
    ) -> dict[str, Result]:
        """Anything on the page was sent; after the last page, anything not seen was not."""
        now = self._clock()
        return {
            delivery.id: Result.of(
                delivery,
                DeliveryStatus.SENT,
                channel_id=channel_id,
                ts=messages[delivery.id],
                content_id=delivery.content_id,
                sent_at=now,
                why=delivery.why,
            )
            if delivery.id in messages
            # Whether it still makes sense is checked when it is claimed again.
            else Result.of(delivery, DeliveryStatus.PENDING, looked_up_at=now)
            for delivery in scan.wanted.values()
            if is_last or delivery.id in messages
        }

    async def _write(self, results: Mapping[str, Result], wanted: Sequence[Delivery]) -> None:
        if not results:
            return
        async with self._database.delivery_store() as delivery_store:
            await delivery_store.settle([Ended(results[delivery.id], delivery.attempts) for delivery in wanted])
        for result in results.values():
            self._metrics.settled.labels(result.status.value).inc()
            tell = self._log.warning if result.status is DeliveryStatus.UNCONFIRMED else self._log.info
            tell("doubt_settled", delivery=result.id, status=result.status.value, reason=result.reason)
        for delivery in wanted:
            if results[delivery.id].status is DeliveryStatus.SENT:
                await self._on_found(_sent(delivery, results[delivery.id]))


def _doubt(delivery: Delivery) -> tuple[str, int]:
    """What tells this doubt from an earlier one about the same delivery, which has been sent again since."""
    return delivery.id, delivery.attempts


def _unconfirmed(deliveries: Iterable[Delivery], reason: str) -> dict[str, Result]:
    return {delivery.id: Result.of(delivery, DeliveryStatus.UNCONFIRMED, reason) for delivery in deliveries}


def _sent(delivery: Delivery, result: Result) -> Delivery:
    return replace(
        delivery, status=DeliveryStatus.SENT, channel_id=result.channel_id, ts=result.ts, sent_at=result.sent_at
    )
