"""Weekdays as people read them."""

import pytest

from bot.domain.time.weekdays import days_text


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ({0, 1, 2, 3, 4}, "Mon–Fri"), ({1, 3}, "Tue, Thu"), ({5, 6}, "Sat, Sun"), ({0, 1, 2, 4}, "Mon–Wed, Fri"),
        (set(range(7)), "every day"), ({4}, "Fri"), (set(), ""),
    ],
)  # fmt: skip
def test_weekdays_are_written_short(days: set[int], text: str) -> None:
    assert days_text(days) == text
