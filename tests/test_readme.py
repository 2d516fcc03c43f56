"""The README is true: its tables match the registries, and it names the two commands."""

from pathlib import Path

from bot.readme import filled, security_tables, tables
from content.models import Library

SECURITY = (Path(__file__).parents[1] / "SECURITY.md").read_text(encoding="utf-8")
README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")


def test_every_table_of_the_readme_is_what_the_code_says(library: Library) -> None:
    assert filled(README, tables(library)) == README, "run `python -m bot readme`"


def test_the_table_of_who_is_named_where_is_what_the_code_says() -> None:
    assert filled(SECURITY, security_tables()) == SECURITY, "run `python -m bot readme`"
    assert "<!-- held -->" in SECURITY


def test_every_table_has_its_place(library: Library) -> None:
    for name in tables(library):
        assert f"<!-- {name} -->" in README


def test_the_two_commands_of_a_newcomer_are_there() -> None:
    assert "make demo" in README
    assert "make test" in README
