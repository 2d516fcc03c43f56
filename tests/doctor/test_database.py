"""The doctor tries the key, checks file permissions, and leaves everything as it found it."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.doctor.database import database_findings
from bot.settings import Settings, read_settings
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.keys import key_of, key_path
from bot.storage.database import Database
from tests.databases import Postgres, migrated_at
from tests.storage.cases import PRACTICE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "chair.sqlite3"


def settings_for(url: str | Path, **more: str) -> Settings:
    url = url if isinstance(url, str) else f"sqlite:///{url}"
    return read_settings(slack_bot_token="xoxb-1", slack_app_token="xapp-1", database_url=url, **more)


async def found(settings: Settings) -> dict[str, tuple[bool, str]]:
    return {finding.about: (finding.right, finding.says) for finding in await database_findings(settings)}


async def write(url: str | Path, *keys: str) -> None:
    database = Database(url if isinstance(url, str) else f"sqlite:///{url}", Cipher(keys))
    async with database.transaction("T1") as transaction:
        await transaction.answers.save(PRACTICE)
    await database.close()


def everything(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """A folder's files: contents, permissions, and when each was changed."""
    return {path.name: (path.read_bytes(), path.stat().st_mode, path.stat().st_mtime_ns) for path in folder.iterdir()}


def empty_at(file: Path) -> None:
    file.touch()


def with_rights(file: Path, rights: int) -> None:
    migrated_at(file)
    file.chmod(rights)


@pytest.mark.parametrize("state", ["nothing", "no tables", "tables", "a text", "open", "others may read"])
async def test_nothing_is_made_or_changed(file: Path, state: str) -> None:
    running = None
    if state == "no tables":
        empty_at(file)
    elif state != "nothing":
        migrated_at(file)
    if state in {"a text", "open"}:
        key = key_of(file, make=True)
        assert key is not None
        await write(file, key)
        if state == "open":
            running = Database(f"sqlite:///{file}", Cipher([key]))
            async with running.transaction("T1") as transaction:
                await transaction.answers.save(PRACTICE)
    before = everything(file.parent)
    await found(settings_for(file))
    after = everything(file.parent)
    if running is not None:  # readers use SQLite's shared memory too
        for files in (before, after):
            del files[f"{file.name}-shm"]
        await running.close()
    assert after == before


async def test_a_database_that_is_not_there_yet_is_no_fault_of_the_key(file: Path) -> None:
    says = await found(settings_for(file))
    assert says["database"][0] is False
    assert "does not exist yet" in says["database"][1]
    assert says["ENCRYPTION_KEYS"] == (
        True,
        f"none yet; the first start creates {file}.key, readable only by its owner",
    )


async def test_a_newer_versions_database_is_said_to_be_one(file: Path) -> None:
    migrated_at(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    (finding,) = await database_findings(settings_for(file))
    assert "tables of a newer Second Chair (number 9999" in finding.says
    assert finding.stops


def damage(file: Path) -> None:
    """Overwrite the root of a table that no other check reads with zeroes."""
    with closing(sqlite3.connect(file)) as connection:
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'sights'").fetchone()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    with file.open("r+b") as written:
        written.seek((root - 1) * 4096)
        written.write(bytes(4096))


async def test_a_damaged_file_is_said_to_be_one(file: Path) -> None:
    """People would meet it weeks later, when no copy from before is left."""
    migrated_at(file)
    damage(file)
    (finding,) = await database_findings(settings_for(file))
    assert (finding.about, finding.right, finding.stops) == ("database", False, True)
    assert finding.says.startswith(f"{file} is damaged: ")
    assert finding.says.endswith("Restore your last backup: `python -m bot restore FILE`.")


async def test_a_file_that_takes_too_long_to_look_through_is_no_fault(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrated_at(file)
    assert (await found(settings_for(file)))["database"] == (True, "answers; its tables are up to date")
    monkeypatch.setattr("bot.doctor.database.look_through", lambda *_: False)
    right, says = (await found(settings_for(file)))["database"]
    assert right
    assert "too large to be looked through for damage" in says


async def test_the_key_is_tried_on_what_is_sealed(file: Path) -> None:
    migrated_at(file)
    key = key_of(file, make=True)
    assert key is not None
    assert "nothing is encrypted yet" in (await found(settings_for(file)))["ENCRYPTION_KEYS"][1]
    await write(file, key)
    assert (await found(settings_for(file)))["ENCRYPTION_KEYS"] == (
        True, "the key decrypts all 1 texts and tokens tried",
    )  # fmt: skip


@pytest.mark.parametrize("how", ["lost", "another's", "taken out too early"])
async def test_a_key_that_does_not_open_what_is_there_is_said(file: Path, how: str) -> None:
    migrated_at(file)
    old = key_of(file, make=True)
    assert old is not None
    await write(file, old)
    if how == "lost":
        key_path(file).unlink()
    else:
        key_path(file).write_text(new_key(), encoding="ascii")
    right, says = (await found(settings_for(file)))["ENCRYPTION_KEYS"]
    assert not right
    assert ("is missing" if how == "lost" else "no key decrypts 1 in practices") in says
    assert key_path(file).exists() is (how != "lost")


async def test_a_key_file_that_counts_no_more_is_named(file: Path) -> None:
    """Who changes the key puts a new one into ENCRYPTION_KEYS; what has counted until then is the file."""
    migrated_at(file)
    old = key_of(file, make=True)
    assert old is not None
    await write(file, old)
    _, says = (await found(settings_for(file, encryption_keys=new_key())))["ENCRYPTION_KEYS"]
    assert says.endswith(f"your key backup has it, or {file}.key, which counts only if ENCRYPTION_KEYS is not set.")
    both = settings_for(file, encryption_keys=f"{new_key()},{old}")
    assert (await found(both))["ENCRYPTION_KEYS"][0]


async def test_nobody_is_told_to_close_a_folder_that_was_given_for_a_file(tmp_path: Path) -> None:
    """After chmod 600 nobody would get into it, and it may be /tmp."""
    says = await found(settings_for(tmp_path))
    assert "chmod" not in str(says)
    assert not says["ENCRYPTION_KEYS"][0]


@pytest.mark.parametrize("rights", [0o644, 0o640, 0o604])
async def test_files_that_others_can_read_are_named(file: Path, rights: int) -> None:
    with_rights(file, rights)
    right, says = (await found(settings_for(file)))["files"]
    assert not right
    assert says.endswith(f"Run chmod 600 {file}")
    with_rights(file, 0o600)
    assert (await found(settings_for(file)))["files"] == (True, "only their owner can read chair.sqlite3")


async def test_what_postgresql_says_is_passed_on(postgres: Postgres) -> None:
    """The sentence of a start that failed refers to the doctor for more."""
    says = await found(settings_for(postgres.url("nowhere"), encryption_keys=new_key()))
    assert says["database"][1] == 'cannot be used: database "nowhere" does not exist. Check DATABASE_URL.'


async def test_on_postgresql_the_key_is_tried_as_well(postgres: Postgres) -> None:
    key, other = new_key(), new_key()
    url = await postgres.migrated()
    await write(url, key)
    assert (await found(settings_for(url, encryption_keys=key)))["ENCRYPTION_KEYS"][0]
    assert not (await found(settings_for(url, encryption_keys=other)))["ENCRYPTION_KEYS"][0]
