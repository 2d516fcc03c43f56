"""Every test of the delivery engine runs on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from tests.databases import database
from tests.delivery.fakes import NOON
from tests.fakes import MovableClock

__all__ = ["database"]


@pytest.fixture
def clock() -> MovableClock:
    """A clock that stands at the time when most deliveries are due."""
    clock = MovableClock()
    clock.now = NOON
    return clock


@pytest.fixture
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A waiting engine looks again at once, instead of after half a second."""
    monkeypatch.setattr("bot.delivery.engine.LOOK", 0.02)


@pytest.fixture
def delays(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """All timers fire at once, and their delays are counted here."""
    loop_type, asked = asyncio.BaseEventLoop, list[float]()
    later = loop_type.call_later

    def call_later(self: Any, delay: float, callback: Callable[..., object], *args: Any, **options: Any) -> Any:
        asked.append(delay)
        return later(self, 0.0, callback, *args, **options)

    monkeypatch.setattr(loop_type, "call_later", call_later)
    return asked
