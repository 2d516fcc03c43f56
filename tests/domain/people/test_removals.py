"""What could not be removed is tried again at growing intervals, for a week."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.people.removals import MOST_ATTEMPTS, Removal, RemovalKind

NOW = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)
REMOVAL = Removal("D1", "1.0", RemovalKind.DELETE, due_at=NOW - timedelta(days=1))


@pytest.mark.parametrize(
    ("attempts", "wait"),
    [
        (0, timedelta(seconds=30)),
        (1, timedelta(minutes=1)),
        (9, timedelta(hours=4, minutes=16)),
        (10, timedelta(hours=6)),
        (MOST_ATTEMPTS - 2, timedelta(hours=6)),
    ],
)
def test_each_failure_doubles_the_wait_up_to_six_hours(attempts: int, wait: timedelta) -> None:
    after = replace(REMOVAL, attempts=attempts).after_failure("is_inactive", NOW)
    assert after == replace(REMOVAL, attempts=attempts + 1, due_at=NOW + wait, reason="is_inactive")


@pytest.mark.parametrize(
    ("attempts", "is_final"), [(MOST_ATTEMPTS - 1, False), (0, True)], ids=["the last attempt", "it can never work"]
)
def test_in_the_end_it_is_given_up(attempts: int, is_final: bool) -> None:
    assert replace(REMOVAL, attempts=attempts).after_failure("is_inactive", NOW, is_final=is_final).given_up_at == NOW


def test_a_week_of_attempts_is_made() -> None:
    removal = replace(REMOVAL, due_at=NOW)
    while removal.given_up_at is None:
        removal = removal.after_failure("is_inactive", removal.due_at)
    assert timedelta(days=6) < removal.given_up_at - NOW < timedelta(days=8)


def test_a_long_word_of_slacks_is_cut_to_what_the_column_holds() -> None:
    assert REMOVAL.after_failure("x" * 70, NOW).reason == "x" * 64
