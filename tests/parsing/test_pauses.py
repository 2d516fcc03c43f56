"""The day that somebody types after "pause until"."""

from datetime import date, datetime

import pytest

from bot.errors import Problem
from bot.parsing.pauses import read_pause
from bot.parsing.reading import Asker
from content.models import Library

MONDAY = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - on the reader's own wall clock

ASKER = Asker(MONDAY, "Europe/Berlin", "en-GB")


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("", None),
        ("today", (2026, 11, 23)),
        ("fri", (2026, 11, 27)),
        ("until Friday", (2026, 11, 27)),
        ("mon", (2026, 11, 30)),
        ("24 dec", (2026, 12, 24)),
        ("Jan 4", (2027, 1, 4)),
        ("2026-12-24", (2026, 12, 24)),
        ("24.12.", (2026, 12, 24)),
        ("1 day", (2026, 11, 23)),
        ("2 weeks", (2026, 12, 6)),
        ("for two weeks", (2026, 12, 6)),
        ("a month", (2026, 12, 22)),
        ("20 nov 2027", (2027, 11, 20)),
    ],
)
def test_a_day_is_read_ahead_of_now(typed: str, last: tuple[int, int, int] | None) -> None:
    assert read_pause(typed, ASKER).last == (last and date(*last))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("31 Feb", "unclear"),
        ("until 31 Feb", "unclear"),
        ("whenever", "unclear"),
        ("fri or so", "unclear"),
        ("yesterday", "past"),
        ("1 dec 2025", "past"),
        ("20 nov", "far"),
        ("in 2 weeks", "which"),
    ],
)
def test_what_cannot_be_meant_gets_a_sentence_with_an_example(library: Library, typed: str, key: str) -> None:
    with pytest.raises(Problem) as found:
        read_pause(typed, ASKER)
    assert found.value.key == f"pauses.problems.{key}"
    assert "`/secondchair pause" in library.say(found.value.key, **found.value.facts)
