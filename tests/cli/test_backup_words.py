"""What `backup` and `restore` tell the person who types them."""

import asyncio
import tempfile
from pathlib import Path

import pytest

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.keys import key_of, key_path
from bot.storage.database import Database
from bot.storage.migrate import newest
from tests.cli.copies import refused, run, write
from tests.databases import migrated_at


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database whose name a terminal could take for markup, and the environment that names it."""
    path = tmp_path / "[bold]chair.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    migrated_at(path)
    return path


def said(*words: object) -> list[str]:
    result = run(*words)
    assert result.exit_code == 0, repr(result.exception)
    return result.output.splitlines()


def test_a_copy_says_what_it_is_and_that_its_key_is_elsewhere(file: Path, tmp_path: Path) -> None:
    key_of(file, make=True)
    copy = tmp_path / "copy"
    lines = said("backup", copy)
    size = f"{copy.stat().st_size:,}"
    assert lines == [
        f"{copy}: a complete copy of {file} as of now, {size} bytes, readable only by its owner.",
        f"The key is not in it. It is the file {file}.key. Keep a copy of the key too, somewhere else:",
        "without it, nobody can read the copy's texts or use its tokens; with both, anybody can.",
    ]


@pytest.mark.parametrize("is_set", [True, False])
def test_where_the_key_is_or_will_be(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_set: bool) -> None:
    if is_set:
        monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    says = "It is in ENCRYPTION_KEYS." if is_set else f"It will be the file {key_path(file)}, once there is one."
    assert says in said("backup", tmp_path / "copy")[1]


@pytest.mark.parametrize("is_set", [True, False])
def test_where_the_key_of_a_copy_has_to_go(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_set: bool
) -> None:
    """With ENCRYPTION_KEYS set, the key file does not count."""

    async def with_a_text() -> None:
        database = Database(f"sqlite:///{file}", Cipher([str(key_of(file, make=True))]))
        await write(database, "a text")
        await database.close()

    asyncio.run(with_a_text())
    said("backup", tmp_path / "copy")
    if is_set:
        monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    else:
        key_path(file).write_text(new_key(), encoding="ascii")
    place = "at the end of ENCRYPTION_KEYS" if is_set else f"into {key_path(file)} or into ENCRYPTION_KEYS"
    assert f"in use when the copy was made {place}. Nothing was changed." in refused("restore", tmp_path / "copy")


def test_a_damaged_database_is_moved_away_before_a_copy_takes_its_place(file: Path, tmp_path: Path) -> None:
    said("backup", tmp_path / "copy")
    with file.open("r+b") as written:
        written.seek(file.stat().st_size // 2 // 4096 * 4096)
        written.write(bytes(4096))
    says = refused("restore", tmp_path / "copy")
    assert says.startswith(f"{file} is damaged: ")
    assert f"stop the app, move {file} away" in says
    file.rename(tmp_path / "damaged")
    assert said("restore", tmp_path / "copy")[0].startswith(f"{file} is restored")


def test_a_restore_says_what_goes_on_and_prepares_nothing_elsewhere(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key_of(file, make=True)
    copy = tmp_path / "copy"
    said("backup", copy)
    monkeypatch.setattr(tempfile, "tempdir", "/proc/no/such/folder")  # what people wrote never passes through it
    before, *rest = said("restore", copy)
    assert before.endswith(". Delete it once all is well; it holds people's data.")
    assert newest() not in "".join(rest)
    assert rest == [
        f"{file} is restored from {copy}.",
        "Before a message is posted, Slack is asked whether it was sent after the copy was made, so nothing goes out "
        "twice.",
        "People erased again, because the previous database says that they had their data deleted: 0.",
    ]


@pytest.mark.parametrize(("command", "tool"), [("backup", "pg_dump"), ("restore", "pg_restore")])
def test_of_postgresql_it_names_the_tools(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, tool: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://chair@db.example/chair")
    assert f"PostgreSQL has its own tools, which work while the app runs: {tool} " in refused(command, tmp_path)
