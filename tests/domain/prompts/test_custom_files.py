"""Own content as a file: what is exported comes back the same, and every fault has its line."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.prompts.custom_content import CustomWords
from bot.domain.prompts.custom_files import FileRead, as_csv, as_toml, read_content
from tests.domain.prompts.custom_entries import HOSTILE, MADE, PROMPT, QUESTION, entry

THEMES = {"joint calls": "joint_calls"}
ODD = ("=1+1", "'quoted", "'=both", "-5 %", "a;b,c\td", 'say "hi"', "two\nlines", HOSTILE, "مرحبا 🎉", "x" * 300)


def read(text: str | bytes, name: str = "x.csv") -> FileRead:
    return read_content(text.encode() if isinstance(text, str) else text, name, THEMES, is_team=False)


def places(text: str | bytes, name: str = "x.csv") -> list[tuple[int, str]]:
    """The line and the column of every fault."""
    return [(fault.line, fault.column) for fault in read(text, name).faults]


def entries() -> list[CustomWords]:
    odd = [replace(PROMPT, text=text, why=text[:150]) for text in ODD]
    dated = replace(PROMPT, first=date(2026, 12, 24), last=date(2026, 12, 24), audience="team", minutes=3)
    return [*odd, dated, replace(PROMPT, occasion="monday"), QUESTION, replace(QUESTION, choices=("=A", "B|C"))]


@pytest.mark.parametrize(("write", "name"), [(as_csv, "a.csv"), (as_toml, "a.toml")], ids=["csv", "toml"])
def test_what_went_out_comes_back_the_same(write: object, name: str) -> None:
    out = [entry(words, f"e{number}") for number, words in enumerate(entries())]
    out[-1] = replace(out[-1], retired_at=MADE)
    assert callable(write)
    back = read(write(out), name)
    assert back.faults == ()
    assert [row.words for row in back.rows] == [own.words for own in out]
    assert [row.entry_id for row in back.rows] == [own.id for own in out]
    assert [row.retired for row in back.rows] == [own.retired_at is not None for own in out]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("\ufefftext;for\r\nGrüß;leaders\r\n".encode(), id="excel"),
        pytest.param("text;for\r\nGrüß;leaders\r\n".encode("cp1252"), id="excel-without-mark"),
        pytest.param("text\tfor\r\nGrüß\tleaders\r\n".encode("utf-16"), id="excel-unicode-text"),
        pytest.param("sep=;\r\ntext;for\r\nGrüß;leaders\r\n".encode(), id="separator-said"),
        pytest.param("Text , FOR\nGrüß,Leaders\n\n,\n".encode(), id="by-hand"),
    ],
)
def test_files_of_every_kind_of_spreadsheet_are_read(data: bytes) -> None:
    (row,) = read(data).rows
    assert (row.words.text, row.words.audience) == ("Grüß", "leader")
    assert read(data).faults == ()


@pytest.mark.parametrize("text", ["'Tis the season", "A+ customers first"])
def test_what_was_typed_by_hand_loses_no_character(text: str) -> None:
    (row,) = read(f"text,for\n{text},leaders\n").rows
    assert row.words.text == text


def test_every_fault_of_a_file_is_named_by_its_line() -> None:
    good, empty = "Good;leaders;5;Joint calls;24.12.2026", ";leaders;;;"
    nobody, wrong = '"Two\r\nlines";nobody;;;', "Last;channels;99;football;soon"
    text = "\r\n".join(["\ufefftext;for;minutes;theme;from", good, empty, nobody, wrong])
    assert places(text) == [(3, "text"), (4, "for"), (6, "from"), (6, "theme"), (6, "minutes")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("", 1, id="empty"),
        pytest.param("text\n", 1, id="header-alone"),
        pytest.param("action,for\nx,leaders\n", 1, id="no-text"),
        pytest.param("text,colour\nx,red\n", 1, id="unknown-column"),
        pytest.param("text,for\nx,leaders\none, two, three\n", 3, id="too-many-cells"),
        pytest.param('text,for\nx,leaders\n"never ends,leaders\n', 3, id="quotes"),
        pytest.param("text\n" + "x\n" * 1001, 1002, id="too-many-rows"),
    ],
)
def test_what_is_no_such_table_says_where(text: str, line: int) -> None:
    assert [at for at, _ in places(text)] == [line]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('[[entry]]\ntext = "a"\n\n[[entry]]\nminutes = 77\ntext = "b"\n', [(5, "minutes")], id="field"),
        pytest.param('[[entry]]\nwhy = "b"\n', [(1, "text")], id="missing"),
        pytest.param('[[entry]]\ntext = "a"\n[[entry]]\ntext = \n', [(4, "")], id="no-toml"),
        pytest.param('[[entry]]\ntext = "a"\ncolour = 3\n', [(3, "")], id="unknown"),
        pytest.param('entry = "x"\n', [(1, "")], id="no-table"),
        pytest.param("[[entry]]\ntext = " + "[" * 9_999, [(2, "")], id="brackets"),
        pytest.param("[[entry]]\nminutes = " + "9" * 9_999, [(2, "")], id="digits"),
        pytest.param("[[entry]]\n" + ".".join("a" * 301) + " = 1\n", [(1, "")], id="as many dots as are read"),
        pytest.param("[[entry]]\n" + ".".join("a" * 302) + " = 1\n", [(2, "")], id="too many dots"),
    ],
)
def test_a_fault_in_toml_has_its_line(text: str, expected: list[tuple[int, str]]) -> None:
    assert places(text, "a.toml") == expected


def test_what_is_for_a_team_names_nobody_else() -> None:
    (row,) = read_content(b"text,for\nx,nobody\n", "", THEMES, is_team=True).rows
    assert row.words.audience == "salesperson"
