"""Reads the wall clock, as the only module that does, and decides whether to believe it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]

SMALL = timedelta(hours=1)  # corrections of the clock up to this size are normal
SECONDS_TO_BELIEVE = 300.0  # enough time for the machine's clock to be corrected over the network


def wall_clock() -> datetime:
    """The current time, aware UTC."""
    return datetime.now(UTC)


class JumpGuard:
    """Tells a wall clock that is briefly wrong from time that has really passed.

    A machine that wakes with a clock a year ahead would find a year of plans due, and texts old enough to be deleted.
    A jump ahead, measured against a clock that never jumps, is believed once it has lasted five minutes. A clock that
    is put back is believed at once: nothing is due too early.
    """

    def __init__(self) -> None:
        self._expected: tuple[datetime, float] | None = None
        self._since: float | None = None

    def believes(self, now: datetime, steady: float) -> bool:
        """Whether to believe `now` (aware UTC) at `steady` seconds of a clock that never jumps. The first reading is
        believed.
        """
        if self._expected is not None:
            then, at = self._expected
            ahead = now - then - timedelta(seconds=steady - at)
            if ahead > SMALL:
                self._since = steady if self._since is None else self._since
                if steady - self._since < SECONDS_TO_BELIEVE:
                    return False
        self._expected, self._since = (now, steady), None
        return True
