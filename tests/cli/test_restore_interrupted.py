"""A restore that was killed, or ran out of space: what it leaves beside the database, and what it says."""

import sqlite3
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.storage.maintenance.backup import back_up
from tests.cli.copies import refused, run
from tests.databases import migrated_at


def test_what_a_killed_restore_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, copy = tmp_path / "chair.sqlite3", tmp_path / "copy.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    migrated_at(file)
    assert run("backup", copy).exit_code == 0
    (tmp_path / ".restore-killed").mkdir()
    (tmp_path / ".restore-killed" / "prepared.sqlite3").write_bytes(copy.read_bytes())
    for end in ("", "-wal", "-shm"):
        (tmp_path / f"chair.sqlite3.before-2026-11-28-120000.part{end}").write_bytes(copy.read_bytes())
    (tmp_path / "another.sqlite3.part").touch()
    assert run("restore", copy).exit_code == 0
    left = {path.name for path in tmp_path.iterdir()} - {file.name, copy.name}
    assert {name for name in left if "before" not in name} == {"another.sqlite3.part"}
    assert [name for name in left if ".part" in name and "before" in name] == []


def test_a_copy_that_could_not_be_finished_leaves_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk keeps SQLite from closing its log."""
    file, copy = tmp_path / "chair.sqlite3", tmp_path / "copy.sqlite3"
    migrated_at(file)

    def full(_part: sqlite3.Connection, _copy: Path) -> None:
        for end in ("-wal", "-shm", "-journal"):
            copy.with_name(f"{copy.name}.part{end}").touch()
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr("bot.storage.maintenance.backup._check", full)
    with pytest.raises(SetupError, match="disk I/O error"):
        back_up(file, copy)
    assert list(tmp_path.glob("copy*")) == []


def test_where_nothing_can_be_written_beside_the_database_a_restore_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, nowhere = tmp_path / "copy.sqlite3", tmp_path / "none" / "chair.sqlite3"
    migrated_at(copy)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{nowhere}")
    assert refused("restore", copy) == f"{nowhere.parent} cannot be read or written: no such file or directory."
