"""The movable clock."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.playground.clock import MONDAY, MovableClock


class Seconds:
    """Real seconds that are a variable."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_it_stands_still_runs_with_real_time_and_stands_again() -> None:
    seconds = Seconds()
    clock = MovableClock(MONDAY, seconds)
    seconds.now += 5
    assert clock() == MONDAY
    clock.run()
    clock.run()
    seconds.now += 5
    assert (clock(), clock.is_running) == (MONDAY + timedelta(seconds=5), True)
    clock.stop()
    seconds.now += 5
    assert (clock(), clock.is_running) == (MONDAY + timedelta(seconds=5), False)


def test_moved_while_it_runs_it_goes_on_from_there() -> None:
    seconds = Seconds()
    clock = MovableClock(MONDAY, seconds)
    clock.run()
    clock.move(datetime(2026, 12, 31, 23, tzinfo=UTC))
    seconds.now += 1
    assert clock() == datetime(2026, 12, 31, 23, 0, 1, tzinfo=UTC)
    with pytest.raises(ValueError, match="never goes back"):
        clock.move(MONDAY)
