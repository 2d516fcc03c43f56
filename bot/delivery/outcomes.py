"""What the outcome of a post means: the result to record, and the workspace's pace from then on."""

from typing import Protocol

from bot import log
from bot.blocks.block_kit import Message
from bot.clock import Clock
from bot.delivery.claims import content
from bot.delivery.fair_queue import Post
from bot.delivery.leases import Steady
from bot.delivery.rate_limit import RateLimits
from bot.delivery.retries import TRIES
from bot.domain.deliveries import MOST_ATTEMPTS, Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.slack.codes import TOKEN_IS_OVER
from bot.slack.fence import MayLeave
from bot.slack.outcomes import HeldBack, NotMade, NotNow, Outcome, Refused, Sent, Unknown, Unsure, Wait
from bot.storage.outbox.results import Result

NETWORK_PAUSE = 2.0  # seconds
TOKEN_PAUSE = 10.0


class Poster(Protocol):
    """Posts a delivery; implemented by `bot.slack.messenger.Messenger`."""

    async def post(self, delivery: Delivery, message: Message, may_leave: MayLeave) -> Outcome:
        """Post once, and return the outcome; nothing that Slack does raises. `may_leave` is called again right before
        the first byte leaves, since a post may wait long on its way out.
        """
        ...


class OutcomeReader:
    """Reads outcomes, and slows a workspace down if they ask for it."""

    def __init__(self, rates: RateLimits, metrics: Metrics, clock: Clock, steady: Steady) -> None:
        self._rates = rates
        self._metrics = metrics
        self._clock = clock
        self._steady = steady
        self._log = log.get(__name__)

    def result(self, post: Post, outcome: Outcome) -> Result:
        """The result to record: an end, a doubt, or *pending* if nothing was done."""
        delivery, (content_id, why) = post.delivery, content(post.facts)
        match outcome:
            case Sent(channel_id, ts):
                now = self._clock()
                self._metrics.lateness.observe(max(0.0, (now - delivery.due_at).total_seconds()))
                return Result.of(
                    delivery, DeliveryStatus.SENT,
                    channel_id=channel_id, ts=ts, content_id=content_id, sent_at=now, why=why,
                )  # fmt: skip
            case Unknown() if post.tries < len(TRIES):  # this process stops before the next try
                return Result.of(delivery, DeliveryStatus.PENDING)
            case Refused(code) | Unknown(code):
                self._log.warning("refused", delivery=delivery.id, nudge=delivery.nudge, code=code)
                if code in TOKEN_IS_OVER:  # the others would be refused as well until somebody has seen to it
                    self._rates.pause(delivery.workspace_id, TOKEN_PAUSE, self._steady())
                    if delivery.attempts < MOST_ATTEMPTS:  # the next token sends it, whenever this process ends
                        return Result.of(delivery, DeliveryStatus.PENDING)
                return Result.of(delivery, DeliveryStatus.REFUSED, code)
            case Unsure(reason):
                self._log.warning("in_doubt", delivery=delivery.id, reason=reason)
                return Result.of(delivery, DeliveryStatus.IN_DOUBT, content_id=content_id, why=why)
        self._slow_down(delivery.workspace_id, outcome)
        return Result.of(delivery, DeliveryStatus.PENDING)

    def _slow_down(self, workspace_id: str, outcome: Outcome) -> None:
        """Set when a workspace is written to next, after an outcome that did nothing."""
        match outcome:
            case Wait(seconds):
                self._metrics.too_many.inc()
                self._rates.wait(workspace_id, seconds, self._steady())
            case NotNow(reason, seconds):
                self._log.warning("not_now", workspace=workspace_id, reason=reason, again_in=seconds)
                self._rates.pause(workspace_id, seconds, self._steady())
            case NotMade():
                self._rates.pause(workspace_id, NETWORK_PAUSE, self._steady())
            case HeldBack():
                self._log.warning("held_back", workspace=workspace_id)
