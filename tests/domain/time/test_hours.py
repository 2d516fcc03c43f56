"""Working hours: when a message may come."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.time.hours import DAYTIME, Hours, next_open
from bot.domain.time.schedule import Calendar, Pause

BERLIN = "Europe/Berlin"
CALENDAR = Calendar(
    holidays=frozenset({date(2026, 12, 25), date(2027, 1, 1)}), pauses=(Pause(date(2026, 12, 28), date(2026, 12, 31)),)
)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """The UTC instant of a wall-clock time in Berlin in winter."""
    return datetime(2026, month, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        pytest.param(at(24, 12), at(24, 12), id="within"),
        pytest.param(at(24, 8), at(24, 8), id="at the beginning"),
        pytest.param(at(24, 18), at(24, 18), id="at the end"),
        pytest.param(at(24, 7, 59), at(24, 8), id="before"),
        pytest.param(at(24, 18, 1), at(25, 8), id="after"),
        pytest.param(at(27, 20), at(30, 8), id="a Friday evening"),
        pytest.param(at(28, 12), at(30, 8), id="a Saturday"),
        pytest.param(at(24, 19, month=12), at(4, 8, month=1).replace(year=2027), id="before a holiday and a pause"),
    ],
)
def test_they_open_on_the_next_working_day(now: datetime, opens: datetime) -> None:
    assert next_open(DAYTIME, CALENDAR, BERLIN, now) == opens


def test_they_never_open_in_an_endless_pause() -> None:
    assert next_open(DAYTIME, Calendar(pauses=(Pause(date(2026, 11, 24)),)), BERLIN, at(24, 12)) is None


def test_midnight_is_the_end_of_the_day() -> None:
    whole = Hours(time(0), time(0))
    assert whole.in_order
    assert next_open(whole, CALENDAR, BERLIN, at(24, 23, 59)) == at(24, 23, 59)
    assert not Hours(time(9), time(9)).in_order
    assert not Hours(time(18), time(8)).in_order


@pytest.mark.parametrize(
    ("chosen", "widened"),
    [
        (time(9), DAYTIME),
        (time(7), Hours(time(7), time(18))),
        (time(20), Hours(time(8), time(20))),
    ],
)
def test_a_chosen_time_widens_them(chosen: time, widened: Hours) -> None:
    assert DAYTIME.with_time(chosen) == widened
