"""Keeps to Slack's rate limits: about one message a second to a conversation, a rate and a burst for a workspace, less
after a 429.

All times are seconds on a steady clock. Only the worker that holds a workspace keeps its pace, so memory is enough.
"""

from collections import OrderedDict
from dataclasses import KW_ONLY, dataclass, field

RECOVERY = 60.0  # seconds from half the rate back to the whole of it


@dataclass(frozen=True, slots=True)
class Rate:
    """The limits for one workspace. `rate`: messages a second (None: no limit); `burst`: how many at once; `spacing`:
    seconds between two messages to one conversation (0: none).
    """

    rate: float | None = 5.0
    burst: int = 10
    spacing: float = 1.05


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    rate_share: float = 1.0  # of the rate; halved by a 429
    blocked_until: float = 0.0
    conversations: OrderedDict[str, float] = field(default_factory=OrderedDict)  # earliest first
    _: KW_ONLY
    careful_until: float = 0.0


class RateLimits:
    """When each workspace and conversation may be written to next."""

    def __init__(self, pace: Rate) -> None:
        self._pace = pace
        self._buckets: dict[str, _Bucket] = {}

    def workspace_at(self, workspace_id: str, now: float) -> float:
        """The earliest time (steady seconds) for the next message to the workspace; `now` or earlier means at once."""
        bucket = self._buckets.get(workspace_id)
        if bucket is None:
            return now
        ready = max(bucket.blocked_until, bucket.careful_until)
        if self._pace.rate is None:
            return ready
        self._refill(bucket, now)
        return max(ready, now + (1.0 - bucket.tokens) / (self._pace.rate * bucket.rate_share))

    def conversation_at(self, workspace_id: str, recipient: str) -> float:
        """The earliest time (steady seconds) for the next message to the conversation."""
        bucket = self._buckets.get(workspace_id)
        return 0.0 if bucket is None else bucket.conversations.get(recipient, 0.0)

    def spend(self, workspace_id: str, recipient: str, now: float) -> None:
        """Count a message that leaves now."""
        bucket = self._bucket(workspace_id, now)
        self._refill(bucket, now)
        bucket.tokens -= 1.0
        conversations = bucket.conversations
        conversations[recipient] = now + self._pace.spacing
        conversations.move_to_end(recipient)
        while next(iter(conversations.values())) < now:
            conversations.popitem(last=False)

    def wait(self, workspace_id: str, seconds: float, now: float) -> None:
        """After a 429, send nothing for `seconds`, then at half the rate, which slowly recovers."""
        bucket = self._bucket(workspace_id, now)
        self._refill(bucket, now)
        if now >= bucket.blocked_until:  # several posts may have been under way; their 429s are one
            bucket.rate_share = max(bucket.rate_share / 2, 0.05)
        bucket.blocked_until = max(bucket.blocked_until, now + seconds)
        bucket.tokens = min(bucket.tokens, 1.0)

    def pause(self, workspace_id: str, seconds: float, now: float) -> None:
        """Send nothing for `seconds`, because Slack cannot be reached; the rate stays as it is."""
        bucket = self._bucket(workspace_id, now)
        bucket.blocked_until = max(bucket.blocked_until, now + seconds)

    def start_carefully(self, workspace_id: str, now: float) -> None:
        """Begin with an empty burst, after one spacing, because another worker wrote to this workspace until a moment
        ago.
        """
        bucket = self._bucket(workspace_id, now)
        bucket.tokens = 0.0
        bucket.careful_until = now + self._pace.spacing

    def forget(self, workspace_id: str) -> None:
        """Forget a workspace that another worker sends to now."""
        self._buckets.pop(workspace_id, None)

    def _bucket(self, workspace_id: str, now: float) -> _Bucket:
        bucket = self._buckets.get(workspace_id)
        if bucket is None:
            bucket = self._buckets[workspace_id] = _Bucket(float(self._pace.burst), now)
        return bucket

    def _refill(self, bucket: _Bucket, now: float) -> None:
        passed = now - bucket.at
        bucket.rate_share = min(1.0, bucket.rate_share + passed * 0.5 / RECOVERY)
        if self._pace.rate is not None:
            bucket.tokens = min(float(self._pace.burst), bucket.tokens + passed * self._pace.rate * bucket.rate_share)
        bucket.at = now
