"""Asking a long command what it does does not run it."""

import pytest

from tests.usage import takes_no_words


@pytest.mark.parametrize(("word", "code"), [("--help", 0), ("quick", 2)])
def test_a_word_ends_it_and_says_what_it_is(
    word: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["bench.py", word])
    with pytest.raises(SystemExit) as ended:
        takes_no_words("tests.benchmarks.bench", "Measures.")
    assert (ended.value.code, "python -m tests.benchmarks.bench" in "".join(capsys.readouterr())) == (code, True)


def test_without_a_word_it_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["bench.py"])
    takes_no_words("tests.benchmarks.bench", "Measures.")
