"""A clock that can be moved: it stands still, or runs in real time from where it was set."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

MONDAY = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)  # eight o'clock in Berlin, a week before Europe's summer time ends


class MovableClock:
    """Gives the time in aware UTC, and is called just like `bot.clock.wall_clock`."""

    def __init__(self, start: datetime = MONDAY, monotonic: Callable[[], float] = time.monotonic) -> None:
        """A clock that stands still at `start` (aware). `monotonic` gives the real seconds for running."""
        self._base = start.astimezone(UTC)
        self._monotonic = monotonic
        self._since: float | None = None

    def __call__(self) -> datetime:
        """Now."""
        if self._since is None:
            return self._base
        return self._base + timedelta(seconds=self._monotonic() - self._since)

    @property
    def is_running(self) -> bool:
        """Whether it is running."""
        return self._since is not None

    def move(self, to: datetime) -> None:
        """Set it to `to` (aware); it stays stopped or running. Raises ValueError for a time in the past."""
        if to < self():
            raise ValueError("The clock never goes back: what was sent cannot be unsent.")
        self._base = to.astimezone(UTC)
        if self._since is not None:
            self._since = self._monotonic()

    def run(self) -> None:
        """Let it run in real time from now on."""
        if self._since is None:
            self._since = self._monotonic()

    def stop(self) -> None:
        """Stop it at its current time."""
        self._base, self._since = self(), None
