"""Whether a SQLite file, and the log beside it, are still where they were first seen."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.storage.base import place as place_module
from bot.storage.base.place import FilePlace


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A database with its log."""
    file = tmp_path / "chair.sqlite3"
    for path in (file, log_of(file)):
        path.touch()
    return file


@pytest.fixture
def place(file: Path) -> FilePlace:
    """The place of it, seen once."""
    place = FilePlace(str(file))
    place.require_log()
    return place


def log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}-wal")


def replaced(path: Path) -> None:
    other = path.with_suffix(".other")
    other.touch()
    other.replace(path)


@pytest.mark.parametrize("trouble", [Path.unlink, replaced])
def test_a_file_or_a_log_that_is_gone_or_another_is_noticed_each_time(
    file: Path, place: FilePlace, trouble: Callable[[Path], None]
) -> None:
    assert place.is_kept()
    trouble(log_of(file))
    assert [place.is_kept() for _ in range(2)] == [False, False]
    place.require()
    for _ in range(2):
        with pytest.raises(FileNotFoundError, match="-wal was removed or replaced"):
            place.require_log()
    trouble(file)
    with pytest.raises(FileNotFoundError, match="sqlite3 was removed or replaced"):
        place.require()


def test_a_new_connection_that_writes_may_find_another_log_or_none(file: Path, place: FilePlace) -> None:
    replaced(log_of(file))
    place.begin_log()
    place.require_log()
    log_of(file).unlink()
    place.begin_log()
    place.require_log()
    assert place.is_kept()


def test_what_was_never_there_is_not_gone(tmp_path: Path) -> None:
    place = FilePlace(str(tmp_path / "new.sqlite3"))
    place.require_log()
    assert place.is_kept()


def test_the_first_look_at_a_file_alone_asks_who_else_has_it_open(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(place_module, "require_in_sight", asked.append)
    FilePlace(str(file.with_name("not-made-yet.sqlite3"))).require()
    place = FilePlace(str(file))
    for _ in range(2):
        place.require()
        assert asked == [file]


def test_a_folder_that_we_may_no_longer_look_into_takes_nothing_from_what_is_open(
    place: FilePlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_path: Any) -> os.stat_result:
        raise PermissionError

    monkeypatch.setattr(os, "stat", refused)
    place.require_log()
    assert not place.is_kept()
