"""Every test of the delivery engine runs on SQLite and on PostgreSQL."""

import pytest

from tests.databases import database
from tests.delivery.fakes import NOON
from tests.fakes import MovableClock

__all__ = ["database"]


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands at the time at which most deliveries are due."""
    clock = MovableClock()
    clock.now = NOON
    return clock
