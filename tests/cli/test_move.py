"""A SQLite database moves to PostgreSQL as it is, and only while nobody uses it."""

import asyncio
from pathlib import Path

import pytest

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.keys import key_of
from bot.storage.database import Database
from bot.storage.maintenance.move import copy_all
from bot.storage.tables import engine_pulse, metadata, oauth_states
from tests.cli.copies import read, refused, run, write
from tests.databases import Postgres, migrated_at
from tests.storage.cases import CASES
from tests.storage.rows import NOW, put, row, there

TABLES = [table for table in metadata.sorted_tables if table is not engine_pulse]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The SQLite database in the settings."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/chair.sqlite3")
    migrated_at(tmp_path / "chair.sqlite3")
    return tmp_path / "chair.sqlite3"


def opened(file: Path) -> Database:
    return Database(f"sqlite:///{file}", Cipher([key_of(file, make=True) or ""]))


async def test_every_row_of_every_table_is_copied_as_it_is(
    file: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.maintenance.move.BATCH", 2)
    source, target = opened(file), Database(await postgres.migrated(), Cipher([new_key()]))
    of_workspaces = [table for table in TABLES if table is not oauth_states]
    await put(source, [row(table, f"n{number}", f"T{number}") for table in of_workspaces for number in range(5)])
    await put(source, [(oauth_states, row(oauth_states, f"n{number}")[1]) for number in range(5)])
    async with source.transaction("T9") as transaction:
        for case in CASES.values():
            await case.save(transaction)
    before = await there(source)
    assert {line.partition(" ")[0] for line in before} == {table.name for table in TABLES}
    await put(source, [(engine_pulse, {"id": 1, "number": 7, "beat_at": NOW, "timeline": ""})])
    assert await copy_all(source, target) == len(before)
    assert await there(target) == before, "without the beat, so that Slack is asked what was sent"
    await source.close()
    await target.close()


@pytest.mark.parametrize("keys", ["", "a setting"])
async def test_the_command_says_what_to_set(
    file: Path, postgres: Postgres, monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    source = opened(file)
    await write(source, "a text")
    await source.close()
    key = file.with_name("chair.sqlite3.key").read_text(encoding="ascii")
    if keys:
        monkeypatch.setenv("ENCRYPTION_KEYS", key)
    url = postgres.url(await postgres.create())
    result = await asyncio.to_thread(run, "move", url)
    assert result.exit_code == 0, result.exception
    assert ("keep ENCRYPTION_KEYS" if keys else f"ENCRYPTION_KEYS to the content of {file}.key") in result.output
    target = Database(url, Cipher([key]))
    assert await read(target) == "a text"
    await target.close()
    assert "already holds data" in await asyncio.to_thread(refused, "move", url)


def test_a_postgresql_that_is_away_is_said(file: Path) -> None:
    asyncio.run(_with_a_text(file))
    says = refused("move", "postgres://nobody:n0thing@127.0.0.1:1/nothing")
    assert says.startswith("A database cannot be used: Connect call failed")
    assert "n0thing" not in says


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("gone", "names no SQLite file that exists"),
        ("another key", "decrypts nothing"),
        ("to SQLite", "Give the URL of a PostgreSQL database"),
    ],
)
def test_what_cannot_move_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch, change: str, says: str) -> None:
    asyncio.run(_with_a_text(file))
    if change == "gone":
        file.unlink()
    elif change == "another key":
        monkeypatch.setenv("ENCRYPTION_KEYS", new_key())
    url = "sqlite:///other.sqlite3" if change == "to SQLite" else "postgres://nobody:nothing@127.0.0.1:1/nothing"
    assert says in refused("move", url)


async def _with_a_text(file: Path) -> None:
    database = opened(file)
    await write(database, "a text")
    await database.close()
