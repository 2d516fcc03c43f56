"""The library that a start loads from a file is what reading everything would give, whatever happened since."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from content.library import load_library
from content.library_cache import cached, digest_of, place_of
from content.models import Library

ENGLISH = load_library()


class Reading:
    """Reads a library, and counts how often."""

    def __init__(self, library: Library = ENGLISH) -> None:
        self.library = library
        self.times = 0

    def __call__(self) -> Library:
        self.times += 1
        return self.library


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a library may be kept, in a folder that does not exist yet; Python writes bytecode too."""
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    return place_of(tmp_path / "en")


def test_what_was_read_once_is_taken_as_it_is_until_something_changes(place: Path) -> None:
    reading = Reading()
    assert cached(place, b"digest", reading) is ENGLISH
    assert cached(place, b"digest", reading) == ENGLISH
    assert reading.times == 1

    newer = Reading(replace(ENGLISH, words={"only": "This."}))
    assert cached(place, b"other.", newer) is newer.library
    assert cached(place, b"other.", reading) == newer.library
    assert [file.name for file in place.parent.iterdir()] == [place.name], "and nothing is left beside it"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[:-100],
        lambda content: content[:6],
        lambda content: content[:6] + b"no pickle",
        lambda content: content[:6] + pickle.dumps("no library"),
        lambda content: content.replace(b"content.models", b"content.unknown"),
        lambda content: content.replace(b"Prompt", b"Prompd"),
    ],
    ids=["cut off", "empty", "no pickle", "something else", "a module that is gone", "a class that is gone"],
)
def test_a_file_that_is_of_no_use_is_written_anew(place: Path, spoil: Callable[[bytes], bytes]) -> None:
    cached(place, b"digest", Reading())
    place.write_bytes(spoil(place.read_bytes()))
    reading = Reading()
    assert cached(place, b"digest", reading) is ENGLISH
    assert cached(place, b"digest", reading) == ENGLISH
    assert reading.times == 1


def test_where_nothing_can_be_written_everything_is_read(tmp_path: Path, place: Path) -> None:
    tmp_path.joinpath("__pycache__").write_text("a file where the folder would be")
    assert cached(place, b"digest", Reading()) is ENGLISH


def test_who_wants_no_bytecode_written_has_no_library_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert cached(place, b"digest", Reading()) is ENGLISH
    assert not place.parent.exists()


def test_every_change_of_a_word_changes_the_digest(copy_of_content: Path) -> None:
    folder = copy_of_content / "en"
    home, digests = folder / "words" / "home.toml", [digest_of([folder])]
    assert digest_of([folder]) == digests[0]
    text = home.read_text(encoding="utf-8")
    home.write_text(text.replace("a", "e", 1), encoding="utf-8")
    digests.append(digest_of([folder]))
    home.write_text(text, encoding="utf-8")
    home.rename(home.with_name("house.toml"))
    digests.append(digest_of([folder]))
    folder.joinpath("words", "new.toml").touch()
    digests.append(digest_of([folder]))
    assert len(set(digests)) == len(digests)
    assert digest_of([folder, copy_of_content / "de"]) == digests[-1], "a locale without a folder adds nothing"


def test_the_code_that_makes_it_is_part_of_the_digest(copy_of_content: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = copy_of_content / "en"
    before = digest_of([folder])
    monkeypatch.setattr("content.library_cache.CODE", copy_of_content)
    copy_of_content.joinpath("checks.py").touch()
    assert digest_of([folder]) != before
