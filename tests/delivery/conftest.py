"""Every test of the delivery engine runs on SQLite and on PostgreSQL."""

import pytest

from content.library import load_library
from content.models import Library
from tests.databases import database
from tests.delivery.fakes import NOON
from tests.fakes import MovableClock

__all__ = ["database"]


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped English content."""
    return load_library()


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands at the time at which most deliveries are due."""
    clock = MovableClock()
    clock.now = NOON
    return clock
