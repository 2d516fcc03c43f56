"""Claims deliveries in batches, and composes the message of each or notes why there is none."""

from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot import log
from bot.blocks.block_kit import Message
from bot.clock import Clock
from bot.delivery.commit_loss import CommitLossDetector
from bot.delivery.fair_queue import Post
from bot.delivery.in_flight import InFlight
from bot.delivery.leases import Lease
from bot.delivery.postponement import moved
from bot.delivery.quiet import Hold, Quiet, due_since, hold_of, nobody_is_quiet
from bot.delivery.results import PendingResult, ResultWriter
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.prompts.answers import DuePrompt
from bot.domain.time.schedule import still_makes_sense
from bot.nudges import BY_KEY
from bot.nudges.nudge import Facts, Nudge, Skip
from bot.services.facts import load_facts
from bot.services.planning.kept_back import NO_WORKING_DAY
from bot.storage.base.unavailable import is_away
from bot.storage.database import Database
from bot.storage.outbox.results import Result
from bot.storage.transaction import Transaction
from content.libraries import Libraries

Load = Callable[[Transaction, Libraries, Sequence[Delivery], datetime], Awaitable[Mapping[str, Facts[Any]]]]


@dataclass(frozen=True, slots=True)
class MessageParts:
    """What a message is made of: the nudges by key, all languages, the loader of facts, and whom not to disturb."""

    libraries: Libraries
    nudges: Mapping[str, Nudge[Any]] = field(default_factory=lambda: BY_KEY)
    load: Load = load_facts
    quiet: Quiet = nobody_is_quiet


class Claims:
    """Claims a workspace's pending deliveries and composes them. At most one per recipient is under way at a time, so
    that the rules that count messages (the budget, the one open prompt) always see the previous one.
    """

    def __init__(
        self,
        database: Database,
        in_flight: InFlight,
        results: ResultWriter,
        words: MessageParts,
        commit_loss: CommitLossDetector,
        *,
        clock: Clock,
        wall: Clock,
    ) -> None:
        """`clock` is the product's, `wall` the machine's; they differ in the demo, which moves the product's."""
        self._commit_loss = commit_loss
        self._database = database
        self._in_flight = in_flight
        self._results = results
        self._words = words
        self._clock = clock
        self._wall = wall
        self._behind: dict[tuple[str, str], deque[tuple[Delivery, Lease]]] = defaultdict(deque)
        self._recipients: set[tuple[str, str]] = set()
        self._log = log.get(__name__)

    async def claim(
        self, workspace_id: str, owner: str, *, limit: int, leased: bool, lease: Lease
    ) -> tuple[int, list[Facts[Any]]]:
        """Claim up to `limit` deliveries. Returns how many were claimed, and the facts of those that may be posted now,
        under `lease`. Deliveries that may already have been sent, in commits that the database has since lost, are put
        in doubt instead.

        Raises CommitsLostError if the database has forgotten what this process has seen.
        """
        now = self._clock()
        claimed: list[Delivery] = []
        number = 0
        try:
            async with self._database.delivery_store() as delivery_store:
                # In the same transaction: the next one may reach another server, promoted in between.
                pulse = await delivery_store.pulse.read(
                    with_timeline=self._commit_loss.has_timeline, lease=(workspace_id, owner) if leased else None
                )
                if (until := self._commit_loss.due_to_ask(pulse)) is not None:
                    await delivery_store.pulse.ask_first(workspace_id, until)
                assert pulse is not None  # else it would have raised
                if pulse.is_leased:
                    claimed = await delivery_store.claim(workspace_id, owner, due=now, at=self._wall(), limit=limit)
                # Before the commit: a worker that then sees them as *sending* must know that they are not in doubt.
                self._in_flight.add(claimed)
                if claimed:
                    number = await self._commit_loss.count(delivery_store.pulse, pulse)
            await self._commit_loss.testify(number)
        except BaseException:  # committed or not: anything *sending* is looked up in Slack
            self._in_flight.remove(claimed)
            raise
        first = [delivery for delivery in claimed if self._is_first(delivery, lease)]
        return len(claimed), await self._loaded(workspace_id, first, now)

    async def posts(self, workspace_id: str, loaded: Sequence[Facts[Any]], lease: Lease) -> list[Post]:
        """The messages that may leave now; the results of the others are noted. It asks Slack whom not to disturb, so
        it may take seconds.
        """
        people = {facts.person.user_id: facts.person for facts in loaded if facts.person is not None}
        quiet = await self._words.quiet(workspace_id, list(people.values()), self._clock())
        if quiet:
            loaded = [replace(facts, quiet=quiet.get(facts.delivery.recipient)) for facts in loaded]
        posts = (self._post(facts, lease) for facts in loaded)
        return [post for post in posts if post is not None]

    async def next_for(self, deliveries: Sequence[Delivery]) -> list[Post]:
        """The next posts for the recipients of these deliveries, whose results have just been recorded."""
        posts: list[Post] = []
        for done in deliveries:
            key = (done.workspace_id, done.recipient)
            self._recipients.discard(key)
            if key in self._behind:
                delivery, lease = self._behind[key].popleft()
                if not self._behind[key]:
                    del self._behind[key]
                self._recipients.add(key)
                try:
                    loaded = await self._loaded(done.workspace_id, [delivery], self._clock())
                    posts += await self.posts(done.workspace_id, loaded, lease)
                except Exception:  # noqa: BLE001 - it is put back, and the next delivery gets its turn
                    self._log.exception("next_failed", delivery=delivery.id)
        return posts

    async def sent_after_all(self, delivery: Delivery) -> None:
        """Run the follow-up of a delivery whose message turned up in Slack afterwards."""
        if delivery.nudge in self._words.nudges:
            async with self._database.delivery_store() as delivery_store:
                transaction = delivery_store.transaction(delivery.workspace_id)
                facts = await self._words.load(transaction, self._words.libraries, [delivery], self._clock())
            self._results.follow([(delivery, facts[delivery.id])])

    def drop_behind(self, workspace_id: str) -> list[Delivery]:
        """Forget the deliveries that wait behind another to the same recipient. Returns them, so that they can be put
        back.
        """
        keys = [key for key in self._behind if key[0] == workspace_id]
        return [delivery for key in keys for delivery, _ in self._behind.pop(key)]

    def _is_first(self, delivery: Delivery, lease: Lease) -> bool:
        key = (delivery.workspace_id, delivery.recipient)
        if key in self._recipients:
            self._behind[key].append((delivery, lease))
            return False
        self._recipients.add(key)
        return True

    async def _loaded(self, workspace_id: str, batch: Sequence[Delivery], now: datetime) -> list[Facts[Any]]:
        known = [delivery for delivery in batch if delivery.nudge in self._words.nudges]
        for delivery in batch:
            if delivery.nudge not in self._words.nudges:
                self._end(delivery, DeliveryStatus.WITHHELD, "unknown nudge")
        facts = await self._facts(workspace_id, known, now)
        return [facts[delivery.id] for delivery in known if delivery.id in facts]

    async def _facts(self, workspace_id: str, batch: Sequence[Delivery], now: datetime) -> Mapping[str, Facts[Any]]:
        """The facts of a batch. If one delivery's facts cannot be loaded, each is loaded alone. If the database is
        away, all deliveries are put back, and it raises.
        """
        if not batch:
            return {}
        try:
            return await self._load(workspace_id, batch, now)
        except Exception as error:
            if is_away(error):
                for delivery in batch:
                    self._results.add(PendingResult(delivery, Result.of(delivery, DeliveryStatus.PENDING)))
                raise
            if len(batch) == 1:
                self._fail(batch[0], "facts_failed")
                return {}
        loaded: dict[str, Facts[Any]] = {}
        for delivery in batch:
            loaded.update(await self._facts(workspace_id, [delivery], now))
        return loaded

    async def _load(self, workspace_id: str, batch: Sequence[Delivery], now: datetime) -> Mapping[str, Facts[Any]]:
        async with self._database.delivery_store() as delivery_store:
            loaded = await self._words.load(delivery_store.transaction(workspace_id), self._words.libraries, batch, now)
            # Written before the post leaves: we must know which prompt it carries even if we die before the reply.
            contents = {delivery_id: content(facts) for delivery_id, facts in loaded.items()}
            chosen = {
                delivery_id: content_and_why
                for delivery_id, content_and_why in contents.items()
                if any(content_and_why)
            }
            await delivery_store.note_content(workspace_id, chosen)
        return loaded

    def _post(self, facts: Facts[Any], lease: Lease) -> Post | None:
        delivery, now, nudge = facts.delivery, facts.now, self._words.nudges[facts.delivery.nudge]
        try:
            makes_sense = still_makes_sense(due_since(delivery, nudge), now, facts.zone, nudge.grace)
            message = nudge.message(facts, self._words.libraries.of(facts.locale_tag)) if makes_sense else None
            hold = hold_of(facts, nudge) if isinstance(message, Message) else None
            moves = facts.person if isinstance(message, Skip) and message.moves else None
            then = moved(delivery, moves, now) if moves else None
        except Exception:  # noqa: BLE001 - a fault in one delivery must not stop the others
            self._fail(delivery, "compose_failed")
            return None
        if hold is not None:
            self._hold(delivery, hold)
            return None
        if isinstance(message, Message):
            return Post(delivery, message, facts, lease)
        if message is None:
            self._end(delivery, DeliveryStatus.MISSED, "too late")
        else:
            goes_on = (f", moved to {then.on}" if then else NO_WORKING_DAY) if moves else ""
            self._end(delivery, DeliveryStatus.WITHHELD, f"{message.reason}{goes_on}", then)
        return None

    def _hold(self, delivery: Delivery, hold: Hold) -> None:
        """Record that a message waits for its recipient, or that it is withheld because it cannot."""
        status = DeliveryStatus.PENDING if hold.until else DeliveryStatus.WITHHELD
        result = Result.of(delivery, status, hold.reason)
        self._results.add(PendingResult(delivery, result, then=hold.then, waits_until=hold.until))

    def _fail(self, delivery: Delivery, action: str) -> None:
        """Record as failed a delivery that cannot be composed; the others go on. Called inside an `except`, so that the
        traceback is logged.
        """
        reference = uuid4().hex[:8]
        self._log.exception(action, reference=reference, delivery=delivery.id, nudge=delivery.nudge)
        self._end(delivery, DeliveryStatus.REFUSED, f"error {reference}")

    def _end(self, delivery: Delivery, status: DeliveryStatus, reason: str, then: Delivery | None = None) -> None:
        self._results.add(PendingResult(delivery, Result.of(delivery, status, reason), then=then))


def content(facts: Facts[Any]) -> tuple[str, str]:
    """The id of the prompt that is sent and the reason for choosing it; both "" if no prompt is sent."""
    choice = facts.payload.choice if isinstance(facts.payload, DuePrompt) else None
    return (choice.prompt.id, choice.reason.value) if choice else ("", "")
