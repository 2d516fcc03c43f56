"""An operator exports and erases somebody who has left, while the app is running."""

import asyncio
import json
import sqlite3
import stat
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.typer_app import cli
from bot.errors import SetupError
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.keys import key_of, key_path
from bot.storage.database import Database
from tests.cli.copies import read, refused, run, write
from tests.databases import migrated_at
from tests.storage.cases import CASES, CHECKIN, PERSON


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one text of U1 in T1."""
    path = tmp_path / "chair.sqlite3"
    tokens = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
    for name, value in {"DATABASE_URL": f"sqlite:///{path}", **tokens}.items():
        monkeypatch.setenv(name, value)
    for name in ("ENCRYPTION_KEYS", "SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"):
        monkeypatch.delenv(name, raising=False)
    migrated_at(path)
    asyncio.run(_write(path))
    return path


async def _write(path: Path) -> None:
    database = Database(f"sqlite:///{path}", Cipher([key_of(path, make=True) or ""]))
    await write(database, "a text")
    await database.close()


async def _read(path: Path) -> str:
    database = Database(f"sqlite:///{path}", Cipher([key_of(path, make=False) or ""]))
    try:
        return await read(database)
    finally:
        await database.close()


def test_an_export_is_two_files_for_their_owner_alone(file: Path, tmp_path: Path) -> None:
    assert run("export-person", "T1", "U1", tmp_path).exit_code == 0
    assert json.loads((tmp_path / "U1.json").read_text(encoding="utf-8"))["held"]["practices"][0]["text"] == "a text"
    assert "a text" in (tmp_path / "U1.txt").read_text(encoding="utf-8")
    assert stat.S_IMODE((tmp_path / "U1.json").stat().st_mode) == 0o600
    assert "was left as it is" in refused("export-person", "T1", "U1", tmp_path)


def test_what_is_typed_is_no_markup_and_a_path_stays_whole(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / ("[bold]" + "a-folder-" * 12)
    assert f"Cannot write {folder / 'U1.txt'}: No such file" in refused("export-person", "T1", "U1", folder)
    folder.mkdir()
    rest = "readable only by its owner. Give it to that person, then delete it."
    told = run("export-person", "T1", "U1", folder).output.splitlines()
    assert told == [f"{folder / name}: {rest}" for name in ("U1.txt", "U1.json")]
    asyncio.run(_developed(file, "[b]U7"))
    assert "[b]U7 in T1: 1 in others' answers." in run("erase-person", "T1", "[b]U7", "--yes").output


def test_an_erasure_says_what_goes_and_asks(file: Path) -> None:
    refusing = CliRunner().invoke(cli, ["erase-person", "T1", "U1"], input="n\n")
    assert refusing.exit_code == 1
    assert "Held about U1 in T1: 1 in practices." in refusing.output
    assert "Delete all of it permanently, including ride-alongs for the other person?" in refusing.output
    assert asyncio.run(_read(file)) == "a text"
    gone = run("erase-person", "T1", "U1", "--yes").output
    assert "Rows deleted: 1. Nothing is sent to U1 until they press Start again." in gone
    assert "it removes the messages in Slack that hold their data" in gone
    assert asyncio.run(_read(file)) == ""
    assert isinstance(run("erase-person", "T1", "U1", "--yes").exception, SetupError)


@pytest.mark.parametrize("where", [("T1", "U9"), ("T9", "U1")], ids=["nobody", "another workspace"])
def test_of_whom_nothing_is_held_is_said(file: Path, where: tuple[str, str]) -> None:
    for command in ("export-person", "erase-person"):
        assert "Nothing is held about" in refused(command, *where)


def test_after_a_restore_those_are_erased_again_whom_the_former_database_knows_of(file: Path, tmp_path: Path) -> None:
    asyncio.run(_meet(file))
    older = tmp_path / "older.sqlite3"
    assert run("backup", older).exit_code == 0
    assert run("erase-person", "T1", "U1", "--yes").exit_code == 0
    former = tmp_path / "former.sqlite3"
    file.rename(former)
    older.rename(file)
    assert asyncio.run(_read(file)) == "a text"
    assert "Erased again: 1." in run("erase-again", f"sqlite:///{former}").output
    assert asyncio.run(_read(file)) == ""
    assert "cannot be read" in refused("erase-again", f"sqlite:///{tmp_path}/nothing.sqlite3")
    assert not (tmp_path / "nothing.sqlite3").exists(), "who only looks makes no file"
    (tmp_path / "empty.sqlite3").touch()
    assert "has out-of-date tables" in refused("erase-again", f"sqlite:///{tmp_path}/empty.sqlite3")


async def _meet(path: Path) -> None:
    database = Database(f"sqlite:///{path}", Cipher([key_of(path, make=False) or ""]))
    async with database.transaction("T1") as transaction:
        await transaction.people.save(PERSON)
    await database.close()


def test_somebody_who_is_only_named_by_others_can_be_erased(file: Path) -> None:
    asyncio.run(_developed(file, "U7"))
    assert "1 in others' answers" in run("erase-person", "T1", "U7", "--yes").output
    assert "Nothing is held about" in refused("erase-person", "T1", "U7", "--yes")


async def _developed(path: Path, user_id: str) -> None:
    database = Database(f"sqlite:///{path}", Cipher([key_of(path, make=False) or ""]))
    async with database.transaction("T1") as transaction:
        await transaction.checkins.save(replace(CHECKIN, developed=(user_id,)))
    await database.close()


def test_what_is_held_is_one_line_however_long(file: Path) -> None:
    asyncio.run(_everything(file))
    (held, *_) = run("erase-person", "T1", "U1", "--yes").output.splitlines()
    assert len(held) > 160
    assert held.endswith(".")


async def _everything(path: Path) -> None:
    database = Database(f"sqlite:///{path}", Cipher([key_of(path, make=False) or ""]))
    async with database.transaction("T1") as transaction:
        for case in CASES.values():
            await case.save(transaction)
    await database.close()


COMMANDS = [("export-person", "T1", "U1"), ("erase-person", "T1", "U1"), ("erase-again", "sqlite:///{former}")]


@pytest.fixture
def former(file: Path, tmp_path: Path) -> Path:
    """The database that was in use before, in which nobody was deleted."""
    path = tmp_path / "former.sqlite3"
    path.write_bytes(file.read_bytes())
    return path


@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
@pytest.mark.parametrize(
    ("spoilt", "says"),
    [
        ("DELETE FROM alembic_version", "has out-of-date tables. Run `python -m bot migrate` first"),
        ("UPDATE alembic_version SET version_num = '9999'", "tables of a newer Second Chair (number 9999"),
    ],
    ids=["older", "newer"],
)
def test_other_tables_than_ours_are_left(
    file: Path, former: Path, words: tuple[str, ...], spoilt: str, says: str
) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(spoilt)
    assert says in refused(*(word.format(former=former) for word in words))


def test_to_erase_again_makes_no_key(file: Path, former: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DELETE FROM practices")
    key_path(file).unlink()
    run("erase-again", f"sqlite:///{former}")
    assert not key_path(file).exists()


@pytest.mark.parametrize("words", COMMANDS, ids=[words[0] for words in COMMANDS])
@pytest.mark.parametrize("is_lost", [True, False], ids=["lost", "another"])
def test_without_its_key_nothing_is_done(
    file: Path, former: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], is_lost: bool
) -> None:
    key = key_path(file)
    key.unlink()
    if not is_lost:
        monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    assert "key" in refused(*(word.format(former=former) for word in words))
    assert not key.exists()
