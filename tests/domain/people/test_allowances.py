"""When a day's limits start over."""

from datetime import UTC, datetime

import pytest

from bot.domain.people.allowances import day_begins


@pytest.mark.parametrize(
    ("now", "since"),
    [
        pytest.param("2026-10-19T20:00", "2026-10-18T22:00", id="since midnight in Berlin"),
        pytest.param("2026-10-19T10:00", "2026-10-18T22:00", id="at noon"),
        pytest.param("2026-10-19T09:00", "2026-10-18T21:00", id="in the morning, since twelve hours ago"),
        pytest.param("2026-10-25T11:30", "2026-10-24T22:00", id="on a day of 25 hours"),
    ],
)
def test_a_day_counts_since_midnight_where_somebody_lives_or_for_twelve_hours(now: str, since: str) -> None:
    began = day_begins(datetime.fromisoformat(now).replace(tzinfo=UTC), "Europe/Berlin")
    assert began == datetime.fromisoformat(since).replace(tzinfo=UTC)
