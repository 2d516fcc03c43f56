"""What people type is understood correctly or asked about, never guessed: the tables in `corpus`, row by row."""

import pytest

from tests.parsing.corpus import ASK, rows

ROWS = tuple(rows())
LANGUAGES = {"de", "en", "es", "fr", "ja", "pt"}
TABLES = sorted({(row.language, row.field) for row in ROWS})


@pytest.mark.parametrize(("language", "field"), TABLES)
def test_each_row_is_read_as_its_table_says(language: str, field: str) -> None:
    table = [row for row in ROWS if (row.language, row.field) == (language, field)]
    answers = [(row, row.answer) for row in table]
    assert {row.typed: answer for row, answer in answers if answer != row.right} == {}


def test_the_corpus_is_large_and_speaks_six_languages() -> None:
    assert len(ROWS) >= 600
    assert {row.language for row in ROWS} == LANGUAGES


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_language_has_what_is_to_be_asked_about(language: str) -> None:
    assert any(ASK in row.right for row in ROWS if row.language == language)
