"""When we stop keeping data of people who left Slack."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people.leavers import LEAVERS_DAYS, is_over
from bot.domain.people.people import Person

NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
MONTH = NOW - timedelta(days=30)


@pytest.mark.parametrize(
    ("left_at", "kept_days", "over"),
    [
        (MONTH, 30, True),
        (MONTH + timedelta(microseconds=1), 30, False),
        (MONTH, 31, False),
        (MONTH, 0, False),
        (None, 30, False),
    ],
    ids=[
        "in that moment",
        "not before",
        "not yet",
        "kept for ever",
        "who is there",
    ],
)
def test_their_time_is_over_when_they_left_so_long_ago(left_at: datetime | None, kept_days: int, over: bool) -> None:
    person = replace(Person("T1", "U1", "Tom", "Europe/Berlin"), left_at=left_at)
    assert is_over(person, NOW, kept_days) is over


def test_ninety_days_are_kept_where_nobody_says_otherwise() -> None:
    assert timedelta(days=LEAVERS_DAYS) == 3 * (NOW - MONTH)
