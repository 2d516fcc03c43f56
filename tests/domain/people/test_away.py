"""What a Slack status says about being away."""

from datetime import UTC, date, datetime

import pytest

from bot.domain.people.away import last_day_away, says_away


@pytest.mark.parametrize(
    ("status", "away"),
    [
        ("Vacationing", True),
        ("PTO until Friday", True),
        ("out of office", True),
        ("Parental leave", True),
        ("holidays", True),
        ("2 days off", True),
        ("In a meeting", False),
        ("Working remotely", False),
        ("Leaving early", False),
        ("", False),
    ],
)
def test_some_words_say_it(status: str, away: bool) -> None:
    assert says_away(status) is away


@pytest.mark.parametrize(
    ("expires_at", "zone", "last"),
    [
        (datetime(2026, 10, 23, 21, 59, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 23)),
        (datetime(2026, 10, 26, 7, 0, tzinfo=UTC), "Europe/Berlin", date(2026, 10, 25)),
        (datetime(2026, 10, 26, 7, 0, tzinfo=UTC), "Asia/Kolkata", date(2026, 10, 26)),
    ],
)
def test_a_status_that_ends_in_the_morning_leaves_that_day_for_work(
    expires_at: datetime, zone: str, last: date
) -> None:
    assert last_day_away(expires_at, zone) == last
