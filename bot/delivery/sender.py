"""The sender: posts pending deliveries. Each is claimed in the database before its post leaves, and recorded
afterwards.
"""

import asyncio
from collections.abc import Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bot import log
from bot.clock import Clock
from bot.delivery.claims import Claims
from bot.delivery.fair_queue import FairQueue, Post
from bot.delivery.in_flight import InFlight
from bot.delivery.leases import Lease, LeaseSource, Steady
from bot.delivery.outcomes import OutcomeReader, Poster
from bot.delivery.rate_limit import Rate, RateLimits
from bot.delivery.results import PendingResult, ResultWriter
from bot.delivery.retries import Retries
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.nudges.nudge import Facts
from bot.slack.outcomes import Refused, Unknown, Unsure
from bot.storage.outbox.results import Result

HORIZON = 5.0  # seconds of a workspace's rate that are claimed at once
MOST_BACKLOG = 2000
MOST_COMPOSING = 50  # workspaces; each may wait for Slack, which keeps no other waiting


@dataclass(frozen=True, slots=True)
class Tuning:
    """Limits on how much happens at a time: posts under way, and deliveries claimed from a workspace at once."""

    concurrency: int = 50
    batch: int = 200
    pace: Rate = field(default_factory=Rate)


class Sender:
    """Posts claimed deliveries, workspaces in turn, each at its own pace. When to claim, and from which workspaces, is
    the engine's decision.
    """

    def __init__(
        self,
        poster: Poster,
        in_flight: InFlight,
        claims: Claims,
        results: ResultWriter,
        leases: LeaseSource,
        tuning: Tuning,
        *,
        metrics: Metrics,
        clock: Clock,
        steady: Steady,
    ) -> None:
        self._hungry: dict[str, None] = {}  # workspaces with more to claim, in the order in which they asked
        self._news = asyncio.Event()
        self._rates = RateLimits(tuning.pace)
        self._queue = FairQueue(self._rates)
        self._retries = Retries(lambda post: self._put([post]))
        self._outcomes = OutcomeReader(self._rates, metrics, clock, steady)
        self._poster = poster
        self._in_flight = in_flight
        self._claims = claims
        self._results = results
        self._leases = leases
        self._tuning = tuning
        self._steady = steady
        self._posters: set[asyncio.Task[None]] = set()
        self._helpers: set[asyncio.Task[None]] = set()
        self._composing: dict[str, asyncio.Task[None]] = {}  # by workspace
        self._closed = False
        self._has_claimed = False
        self._more: set[str] = set()  # workspaces whose last claim was full
        self._log = log.get(__name__)
        results.when_written(self._written)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits, is under way, or is still to be written; whatever is claimed counts as under way."""
        return not (self._helpers or self._in_flight or self._hungry)

    @property
    def busy(self) -> set[str]:
        """The workspaces with anything claimed, being posted, or still to be written."""
        return self._in_flight.workspaces()

    def is_busy_in(self, workspace_id: str) -> bool:
        """Whether that workspace has anything claimed, being posted, or still to be written."""
        return self._in_flight.is_in(workspace_id)

    def offer(self, workspace_ids: Iterable[str]) -> None:
        """Note that these have something to claim. If claimed posts still wait, there will be more to claim when those
        have left.
        """
        for workspace_id in workspace_ids:
            if not self._queue.left(workspace_id):
                self._hungry.setdefault(workspace_id)

    def start_carefully(self, workspace_ids: Iterable[str]) -> None:
        """Note that another worker wrote to these until a moment ago, and left us nothing about its pace."""
        for workspace_id in workspace_ids:
            self._rates.start_carefully(workspace_id, self._steady())

    def forget(self, workspace_ids: Iterable[str]) -> None:
        """Forget the pace of these workspaces: they are somebody else's now."""
        for workspace_id in workspace_ids:
            self._rates.forget(workspace_id)

    def wake(self) -> None:
        """Let `wait_for_news` return."""
        self._news.set()

    def no_news(self) -> None:
        """Treat the news until now as known."""
        self._news.clear()

    async def wait_for_news(self, seconds: float) -> None:
        """Wait until something has ended or can be claimed, at most `seconds`."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._news.wait(), seconds)

    def has_claimed(self) -> bool:
        """Whether anything was claimed since this was last asked."""
        has_claimed, self._has_claimed = self._has_claimed, False
        return has_claimed

    async def fill(self, leases: Mapping[str, Lease]) -> None:
        """Claim for hungry workspaces, the emptiest first, and begin to compose what may leave under their holds."""
        while self._hungry and not self._closed and self._results.backlog < MOST_BACKLOG:
            now, limit, to_come = self._steady(), self._limit(), len(self._composing)
            if to_come >= MOST_COMPOSING or self._queue.is_full(now, to_come * limit):
                return
            workspace_id = min(self._hungry, key=self._queue.left)
            del self._hungry[workspace_id]
            is_ours = workspace_id in leases and workspace_id not in self._composing
            # Better left pending if Slack, or the pace, makes it wait for long: a claim ages.
            if is_ours and self._rates.workspace_at(workspace_id, now) < now + HORIZON:
                lease, leased = leases[workspace_id], self._leases.leased
                number, loaded = await self._claims.claim(
                    workspace_id, self._leases.owner, limit=limit, leased=leased, lease=lease
                )
                self._has_claimed |= number > 0
                self._more.add(workspace_id) if number == limit else self._more.discard(workspace_id)
                if loaded:
                    composing = self._compose(workspace_id, loaded, lease)
                    self._composing[workspace_id] = asyncio.create_task(composing)

    def staff(self) -> float | None:
        """Start posts until enough are under way. Returns the seconds until the pace allows the next one, or None if no
        post waits for that.
        """
        now = self._steady()
        for _ in range(self._queue.ready(now, self._tuning.concurrency - len(self._posters))):
            self._begin(self._work(), self._posters)
        return self._queue.wait(now)

    def put_back(self, workspace_ids: Iterable[str]) -> None:
        """Set claimed posts that still wait back to pending."""
        for workspace_id in workspace_ids:
            self._back(post.delivery for post in self._retries.drop(workspace_id))
            self._back(post.delivery for post in self._queue.drop(workspace_id))
            self._back(self._claims.drop_behind(workspace_id))
            self._hungry.pop(workspace_id, None)

    def close(self) -> None:
        """Claim nothing more, and put back what waits."""
        self._closed = True
        self.put_back(self.busy)
        self._news.set()

    async def stop(self, seconds: float) -> None:
        """Give posts under way at most `seconds` to finish, and write their results."""
        if under_way := {*self._posters, *self._composing.values()}:
            await asyncio.wait(under_way, timeout=seconds)
        for task in self._posters:
            task.cancel()  # its row says *sending*; the next worker looks it up in Slack
        try:
            await asyncio.wait_for(self._results.settled(), max(seconds / 2, 1.0))
        except TimeoutError:
            self._log.error("stopped_with_results_unwritten", results=self._results.backlog)

    async def _compose(self, workspace_id: str, loaded: Sequence[Facts[Any]], lease: Lease) -> None:
        try:
            self._put(await self._claims.posts(workspace_id, loaded, lease))
        finally:
            del self._composing[workspace_id]
            self._news.set()

    def _limit(self) -> int:
        rate = self._tuning.pace.rate
        return self._tuning.batch if rate is None else max(1, min(self._tuning.batch, int(rate * HORIZON)))

    def _put(self, posts: Sequence[Post]) -> None:
        if self._closed:
            self._back(post.delivery for post in posts)
            return
        self._queue.put(posts)
        self.staff()

    def _back(self, deliveries: Iterable[Delivery]) -> None:
        for delivery in deliveries:
            self._results.add(PendingResult(delivery, Result.of(delivery, DeliveryStatus.PENDING)))

    @staticmethod
    def _begin(work: Coroutine[None, None, None], kept: set[asyncio.Task[None]]) -> None:
        task = asyncio.create_task(work)
        kept.add(task)
        task.add_done_callback(kept.discard)

    async def _work(self) -> None:
        """Post one message after another while any is ready."""
        did_anything = False
        while (post := self._queue.take(self._steady())) is not None:
            workspace_id = post.delivery.workspace_id
            if workspace_id in self._more and self._queue.left(workspace_id) < self._limit() // 2:
                self._hungry.setdefault(workspace_id)
                self._news.set()
            did_anything = True
            await self._deliver(post)
        if did_anything:
            self._news.set()

    async def _deliver(self, post: Post) -> None:
        delivery = post.delivery
        try:
            # The fence: after that, another worker may hold this workspace.
            outcome = await self._poster.post(delivery, post.message, lambda: self._steady() < post.lease.until)
        except Exception as error:  # noqa: BLE001 - a fault of ours; Slack may or may not have the message
            self._log.exception("post_failed", delivery=delivery.id)
            outcome = Unsure(type(error).__name__)
        if isinstance(outcome, Unknown) and not self._closed and self._retries.keep(post, outcome.code):
            return
        result = self._outcomes.result(post, outcome)
        # Only an end has a reason: a post that met a revoked token waits, yet its refusal has a follow-up all the same.
        code = result.reason or (outcome.code if isinstance(outcome, Refused) else "")
        self._results.add(PendingResult(delivery, result, post.facts, code=code))

    def _written(self, deliveries: Sequence[Delivery]) -> None:
        self._begin(self._go_on(deliveries), self._helpers)

    async def _go_on(self, deliveries: Sequence[Delivery]) -> None:
        self._put(await self._claims.next_for(deliveries))
        self._news.set()
