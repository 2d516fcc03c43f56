"""Stored answers are read as they were asked."""

import pytest

from bot.domain.selfchecks.in_words import in_words
from bot.domain.selfchecks.selfchecks import NOT_UP
from content.models import Library

ASKED = {"lead-06": "I talked with them."}


@pytest.mark.parametrize(
    ("value", "said"),
    [
        pytest.param(0, "With none", id="the lowest"),
        pytest.param(3, "With all", id="the highest"),
        pytest.param(NOT_UP, "It did not come up", id="no occasion"),
        pytest.param(9, "9", id="a number that stands for nothing"),
    ],
)
def test_a_statement_is_said_with_its_answer(library: Library, value: int, said: str) -> None:
    assert in_words(library, {"lead-06": value}, ASKED, library.shares) == {"I talked with them.": said}


def test_a_former_statement_is_said_with_the_frequency_it_was_answered_by(library: Library) -> None:
    words = in_words(library, dict.fromkeys(library.former_items, 3), ASKED, library.shares)
    assert words == {item.text: "Often" for item in library.former_items.values()}


def test_what_the_content_knows_no_more_stays_as_it_is_stored(library: Library) -> None:
    assert in_words(library, {"gone-01": 1}, ASKED, library.shares) == {"gone-01": "With fewer than half"}
