"""A SQLite database's key file: complete or absent, and never taken for a key if it holds none."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SetupError
from bot.settings import read_settings
from bot.storage.base.keys import key_of, key_path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chair.sqlite3"


def keys(file: Path) -> list[str]:
    url = f"sqlite:///{file}"
    return read_settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1", database_url=url).keys()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "is empty. Restore it from your backup."),
        ("\n", "is empty. Restore it from your backup."),
        (",", "holds no key; restore it from your backup."),
        ("half of a k", ": key 1 is not valid; restore it from your backup."),
    ],
)
def test_a_key_file_without_a_key_is_a_refusal_and_no_key_for_this_start_alone(
    file: Path, text: str, says: str
) -> None:
    """A full disk leaves an empty one. Nobody could later read what was sealed with a key for this start alone."""
    key_path(file).write_text(text, encoding="ascii")
    with pytest.raises(SetupError) as caught:
        keys(file)
    assert f"The key file {key_path(file)}" in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize("make", [os.mkdir, os.mkfifo])
def test_a_folder_or_a_pipe_in_the_key_files_place_is_refused_and_not_waited_for(
    file: Path, make: Callable[[Path], None]
) -> None:
    make(key_path(file))
    with pytest.raises(SetupError, match="is not a file"):
        keys(file)


@pytest.mark.parametrize("has_links", [True, False])
def test_a_new_key_is_on_the_disk_before_its_file_has_its_name(
    file: Path, monkeypatch: pytest.MonkeyPatch, *, has_links: bool
) -> None:
    """Another process starting at the same time reads all of it, or nothing."""
    path, fsync, there = key_path(file), os.fsync, []

    def synced(handle: int) -> None:
        there.append(path.exists() and path.read_text(encoding="ascii"))
        fsync(handle)

    def refused(*_names: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "fsync", synced)
    if not has_links:
        monkeypatch.setattr(os, "link", refused)
    assert there == [False, *keys(file)]
    assert list(file.parent.iterdir()) == [path]


def test_of_two_that_start_at_the_same_time_one_makes_the_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, link = key_path(file), os.link

    def late(part: Path, name: Path) -> None:
        path.write_text("the other's", encoding="ascii")
        link(part, name)

    monkeypatch.setattr(os, "link", late)
    assert key_of(file, make=True) == "the other's"


def test_a_new_key_leaves_no_file_open(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, really = list[int](), os.open

    def noted(*given: Any, **options: Any) -> int:
        opened.append(really(*given, **options))
        return opened[-1]

    monkeypatch.setattr(os, "open", noted)
    assert key_of(file, make=True)
    assert opened
    for number in opened:
        with pytest.raises(OSError, match="Bad file descriptor"):
            os.fstat(number)
