"""`content` where the linter's extra is not installed: everything else is checked, and it says what is missing. And a
language that is none.
"""

import sys

import pytest
from typer.testing import CliRunner

import content
import content.lint
from bot.cli.typer_app import cli
from bot.errors import SetupError


@pytest.fixture(autouse=True)
def _no_linter(monkeypatch: pytest.MonkeyPatch) -> None:
    # Modules imported again would stay in their package after this test, without what other tests have loaded.
    monkeypatch.setattr(content, "lint", content.lint)
    for module in [name for name in sys.modules if name.startswith("content.lint")]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setitem(sys.modules, "pyphen", None)


def test_content_is_listed_without_the_linter() -> None:
    assert CliRunner().invoke(cli, ["content"]).exit_code == 0


@pytest.mark.parametrize("option", ["--strict", "--json"])
def test_looking_at_the_tone_says_what_it_needs(option: str) -> None:
    ended = CliRunner().invoke(cli, ["content", option])
    assert isinstance(ended.exception, SetupError)
    assert "pip install '.[tone]'" in str(ended.exception)


@pytest.mark.parametrize("locale", ["xx", "en"])
def test_a_language_that_is_no_translation_is_not_recorded(locale: str) -> None:
    ended = CliRunner().invoke(cli, ["content", "--accept", locale])
    assert isinstance(ended.exception, SetupError)
    assert f"There is no translation {locale}. There are: de" in str(ended.exception)
