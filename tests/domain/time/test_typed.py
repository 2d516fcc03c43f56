"""Times and weekdays as people type them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.time.schedule import days_text, parse_time


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("7:30", time(7, 30)), ("0730", time(7, 30)), ("730", time(7, 30)), ("7", time(7)), ("7.30", time(7, 30)),
        ("7h30", time(7, 30)), ("7 pm", time(19)), ("7PM", time(19)), ("7:30 p.m.", time(19, 30)), ("12 am", time(0)),
        ("12 pm", time(12)), ("19:00", time(19)), (" 00:00 ", time(0)), ("23:59", time(23, 59)), ("24:00", None),
        ("25:00", None), ("7:60", None), ("13 pm", None), ("0 am", None), ("", None), ("soon", None), ("-7", None),
        ("7:3", None), ("٧", None), ("12345", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_it_is_meant(text: str, at: time | None) -> None:
    assert parse_time(text) == at


@given(st.text(max_size=12))
def test_any_text_is_a_time_or_none(text: str) -> None:
    assert parse_time(text) is None or isinstance(parse_time(text), time)


@given(st.times())
def test_a_time_as_we_write_it_reads_back(at: time) -> None:
    minute = at.replace(second=0, microsecond=0)
    assert parse_time(f"{minute:%H:%M}") == minute


@pytest.mark.parametrize(
    ("days", "text"),
    [
        ({0, 1, 2, 3, 4}, "Mon–Fri"), ({1, 3}, "Tue, Thu"), ({5, 6}, "Sat, Sun"), ({0, 1, 2, 4}, "Mon–Wed, Fri"),
        (set(range(7)), "every day"), ({4}, "Fri"), (set(), ""),
    ],
)  # fmt: skip
def test_weekdays_are_written_short(days: set[int], text: str) -> None:
    assert days_text(days) == text
