"""Slack's rate limits: how often a method may be called, and the answer to calls beyond that."""

import math
from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass, field

POSTS = ("chat.postMessage",)


@dataclass(frozen=True, slots=True)
class MethodLimits:
    """Requests a minute for each tier, and the special rates of posting, a second, with the bursts they allow.

    Source: https://docs.slack.dev/apis/web-api/rate-limits
    """

    on: bool = True
    tiers: dict[int, int] = field(default_factory=lambda: {1: 1, 2: 20, 3: 50, 4: 100})
    channel_rate: float = 1.0
    channel_burst: int = 3
    workspace_rate: float = 6.0
    _: KW_ONLY
    workspace_burst: int = 30

    @classmethod
    def real(cls) -> "MethodLimits":
        """The limits in Slack's documentation."""
        return cls()

    @classmethod
    def off(cls) -> "MethodLimits":
        """No limits, for a demo whose clock jumps weeks in seconds."""
        return cls(on=False)


@dataclass(slots=True)
class Bucket:
    """Tokens that refill at `rate` a second up to `burst`."""

    rate: float
    burst: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0.0 when one is."""
        self.tokens = min(self.burst, self.tokens + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / self.rate


class Meter:
    """Counts requests. `refused` lists (workspace, method, channel) of every 429."""

    def __init__(self, limits: MethodLimits, monotonic: Callable[[], float]) -> None:
        self.limits = limits
        self.refused: list[tuple[str, str, str]] = []
        self._monotonic = monotonic
        self._buckets: dict[tuple[str, ...], Bucket] = {}

    def spend(self, app_id: str, workspace: str, method: str, tier: int, channel: str) -> int:
        """0 when the call may pass, otherwise whole seconds to wait (`Retry-After`)."""
        if not self.limits.on:
            return 0
        buckets = self._of(app_id, workspace, method, tier, channel)
        now = self._monotonic()
        wait = max((bucket.wait(now) for bucket in buckets), default=0.0)
        if wait:
            self.refused.append((workspace, method, channel))
            return max(1, math.ceil(wait))
        for bucket in buckets:
            bucket.tokens -= 1
        return 0

    def _of(self, app_id: str, workspace: str, method: str, tier: int, channel: str) -> list[Bucket]:
        limits = self.limits
        if method in POSTS:
            whole = self._bucket((app_id, workspace, method), limits.workspace_rate, limits.workspace_burst)
            bucket = self._bucket((app_id, workspace, method, channel), limits.channel_rate, limits.channel_burst)
            return [whole, bucket]
        per_minute = limits.tiers.get(tier)
        if per_minute is None:
            return []
        return [self._bucket((app_id, workspace, method), per_minute / 60, per_minute)]

    def _bucket(self, key: tuple[str, ...], rate: float, burst: float) -> Bucket:
        if key not in self._buckets:
            self._buckets[key] = Bucket(rate, burst, burst, self._monotonic())
        return self._buckets[key]
