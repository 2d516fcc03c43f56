"""A restore that was killed leaves a copy beside the database; the next one takes it away."""

from pathlib import Path

import pytest

from tests.cli.copies import run
from tests.databases import migrated_at


def test_what_a_killed_restore_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, copy = tmp_path / "chair.sqlite3", tmp_path / "copy.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    migrated_at(file)
    assert run("backup", copy).exit_code == 0
    (tmp_path / ".restore-killed").mkdir()
    (tmp_path / ".restore-killed" / "prepared.sqlite3").write_bytes(copy.read_bytes())
    (tmp_path / "chair.sqlite3.before-2026-11-28-120000.part").write_bytes(copy.read_bytes())
    (tmp_path / "another.sqlite3.part").touch()
    assert run("restore", copy).exit_code == 0
    left = {path.name for path in tmp_path.iterdir()} - {file.name, copy.name}
    assert {name for name in left if "before" not in name} == {"another.sqlite3.part"}
    assert not any(name.endswith(".part") for name in left if "before" in name)
