"""A SQLite file that another process has open under another path: its log is elsewhere, and we leave it alone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.errors import SetupError
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.elsewhere import require_in_sight
from bot.storage.database import Database
from tests.cli.copies import refused, run
from tests.databases import migrated_at

HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("SELECT count(*) FROM people").fetchone()
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "chair.sqlite3"
    migrated_at(path)
    return path


@pytest.fixture
def elsewhere(file: Path, tmp_path: Path) -> Iterator[Path]:
    """A second name for the file, as in a container that got only the file; somebody has the first one open."""
    process = subprocess.Popen([sys.executable, "-c", HOLDS, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"open\n"
    second = tmp_path / "container" / file.name
    second.parent.mkdir()
    second.hardlink_to(file)
    yield second
    process.communicate()


async def test_nobody_starts_on_it(elsewhere: Path) -> None:
    database = Database(f"sqlite:///{elsewhere}", Cipher([new_key()]))
    with pytest.raises(SetupError, match="open under another path"):
        async with database.transaction("T1"):
            raise AssertionError
    await database.close()


def test_it_is_neither_copied_nor_replaced(
    elsewhere: Path, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "copy.sqlite3"
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    assert run("backup", copy).exit_code == 0, "by the path that both use"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{elsewhere}")
    assert "open under another path" in refused("backup", tmp_path / "another.sqlite3")
    assert "open under another path" in refused("restore", copy)
    assert [path.name for path in elsewhere.parent.iterdir()] == [elsewhere.name]


def test_a_file_that_nobody_has_open_is_in_sight(file: Path) -> None:
    require_in_sight(file)
    require_in_sight(file.with_name("none.sqlite3"))


def test_it_does_not_move_while_it_is_open(elsewhere: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (file, elsewhere):
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
        assert "Stop the app first" in refused("move", "postgres://nobody@127.0.0.1:1/nothing")
