"""The only reader of the wall clock."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Now, aware UTC."""
    return datetime.now(UTC)
