"""A SQLite database's key: made with it, never replaced, and what it no longer decrypts affects nothing else."""

import re
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.domain.installations.installations import Installation
from bot.errors import SetupError
from bot.settings import read_settings
from bot.storage.base.cipher import Cipher, UnreadableText, new_key
from bot.storage.base.keys import holds_sealed, key_of, key_path, may_be_open, sqlite_path
from bot.storage.database import Database
from bot.storage.maintenance.key_check import MANY, require_key, try_keys
from bot.storage.stores.installations import InstallationStore
from bot.storage.tables import practices, reflections
from tests.databases import with_tables_at
from tests.storage.cases import PRACTICE, REFLECTION, RIDE
from tests.storage.rows import put, row

LOST = "(lost)"
SEALED_BY_ANOTHER = Cipher([new_key()]).seal("a secret")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "chair.sqlite3"
    with_tables_at(path)
    return path


async def write(file: Path, key: str, workspace_id: str = "T1") -> None:
    database = Database(f"sqlite:///{file}", Cipher([key]))
    async with database.transaction(workspace_id) as transaction:
        await transaction.answers.save(PRACTICE)
    await database.close()


def given(url: str) -> dict[str, str]:
    return {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1", "database_url": url}


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///chair.sqlite3", "chair.sqlite3"),
        ("sqlite+aiosqlite:////var/lib/chair.sqlite3?timeout=9", "/var/lib/chair.sqlite3"),
        ("sqlite:///:memory:", None),
        ("sqlite://", None),
        ("postgresql://chair@host/chair", None),
        ("postgresql:///chair", None),
    ],
)
def test_a_key_file_belongs_to_a_database_in_a_file(url: str, path: str | None) -> None:
    assert sqlite_path(url) == (None if path is None else Path(path))


@pytest.mark.parametrize("there", ["nothing", "an empty file", "tables"])
def test_a_new_database_gets_a_key_for_its_owner_alone(tmp_path: Path, there: str) -> None:
    file = tmp_path / "new.sqlite3"
    if there == "tables":
        with_tables_at(file)
    elif there == "an empty file":
        file.touch()
    key = key_of(file, make=True)
    assert key is not None
    assert Cipher([key]).read(Cipher([key]).seal("a word")) == "a word"
    assert key_of(file, make=True) == key
    assert stat.S_IMODE(key_path(file).stat().st_mode) == 0o600


def test_nothing_written_needs_no_key() -> None:
    cipher = Cipher([new_key()])
    assert [cipher.seal(""), cipher.open(""), cipher.read(""), cipher.reseal("")] == [""] * 4


def test_who_only_looks_makes_no_key(file: Path) -> None:
    assert key_of(file, make=False) is None
    assert read_settings(**given(f"sqlite:///{file}")).keys(make=False)
    assert not key_path(file).exists()


async def test_the_key_of_what_is_sealed_is_read(file: Path) -> None:
    key = key_of(file, make=True)
    assert key is not None
    await write(file, key)
    assert key_of(file, make=True) == key_of(file, make=False) == key


@pytest.mark.parametrize("left_behind", [(), ("-wal",)], ids=["no log", "an empty log"])
def test_who_looks_for_sealed_texts_leaves_nothing_beside_the_file(file: Path, left_behind: tuple[str, ...]) -> None:
    for end in left_behind:
        file.with_name(f"{file.name}{end}").touch()
    assert not holds_sealed(file)
    assert sorted(path.name for path in file.parent.iterdir()) == [
        file.name,
        *(f"{file.name}{end}" for end in left_behind),
    ]


async def test_a_lost_key_is_a_refusal_and_no_new_key(file: Path) -> None:
    await write(file, new_key())
    with pytest.raises(SetupError, match=r"chair\.sqlite3\.key is missing.*Restore it from your backup"):
        read_settings(**given(f"sqlite:///{file}")).keys()
    assert not key_path(file).exists()


async def test_a_lost_key_is_seen_while_the_database_is_open(file: Path) -> None:
    database = Database(f"sqlite:///{file}", Cipher([new_key()]))
    async with database.transaction("T1") as transaction:
        await transaction.answers.save(PRACTICE)
    with pytest.raises(SetupError, match="is missing"):
        key_of(file, make=True)
    await database.close()


@pytest.mark.parametrize(
    ("place", "why"),
    [
        ("none/chair.sqlite3", "no such file or directory"),
        ("chair.sqlite3.key/x", "not a directory"),
        ("a letter", "it is not a key"),
    ],
)
def test_a_key_file_that_cannot_be_read_or_made_is_said_with_the_reason(tmp_path: Path, place: str, why: str) -> None:
    (tmp_path / "chair.sqlite3.key").write_text(new_key(), encoding="ascii")
    (tmp_path / "a letter.key").write_text("dear ¢hair", encoding="utf-8")
    with pytest.raises(SetupError, match=re.escape(f"{place}.key cannot be read or created ({why}).")):
        key_of(tmp_path / place, make=True)


def test_what_is_no_database_is_said(tmp_path: Path) -> None:
    (tmp_path / "chair.sqlite3").write_text("a letter, not a database" * 99, encoding="ascii")
    with pytest.raises(SetupError, match=r"chair\.sqlite3 cannot be read: file is not a database"):
        key_of(tmp_path / "chair.sqlite3", make=True)


async def test_another_databases_key_is_refused_before_anything_is_written(file: Path) -> None:
    await write(file, new_key())
    database = Database(f"sqlite:///{file}", Cipher([new_key()]))
    with pytest.raises(SetupError, match=r"decrypts nothing.*counts only if ENCRYPTION_KEYS is not set"):
        await require_key(database)
    await database.close()


async def test_a_database_in_which_nothing_is_sealed_needs_no_key_of_its_own(file: Path) -> None:
    database = Database(f"sqlite:///{file}", Cipher([new_key()]))
    await require_key(database)
    await database.close()


class Counting(Cipher):
    """Counts what it decrypts."""

    opened = 0

    def open(self, sealed: str) -> str:
        """The text."""
        self.opened += 1
        return super().open(sealed)


async def test_a_start_tries_three_of_each_column_and_the_doctor_two_hundred(file: Path) -> None:
    cipher = Counting([new_key()])
    database, sealed = Database(f"sqlite:///{file}", cipher), cipher.seal("a note")
    await put(database, (row(practices, f"k{number}", text_sealed=sealed) for number in range(201)))
    await require_key(database)
    assert cipher.opened == 3
    assert (await try_keys(database, MANY)).tried == 200
    await database.close()


async def test_one_text_that_no_key_opens_does_not_keep_it_from_starting(file: Path) -> None:
    key = new_key()
    await write(file, key)
    await write(file, new_key(), "T2")
    database = Database(f"sqlite:///{file}", Cipher([key]))
    await require_key(database)
    trial = await try_keys(database, MANY)
    assert (trial.tried, trial.unreadable) == (2, {"practices": 1})
    await database.close()


async def test_an_unreadable_text_keeps_what_was_sealed_when_its_row_is_saved(database: Database) -> None:
    database.cipher = Cipher([new_key()], LOST)
    await _put_unreadable(database)
    async with database.connection() as connection:
        before = (await connection.execute(reflections.select())).all()
    async with database.transaction("T1") as transaction:
        (reflection,) = await transaction.ridealongs.reflections(RIDE.id)
        assert isinstance(reflection.moment, UnreadableText)
        assert (reflection.moment, dict(reflection.answers)) == (LOST, {})
        await transaction.ridealongs.save_reflection(reflection)
    async with database.connection() as connection:
        assert (await connection.execute(reflections.select())).all() == before


async def _put_unreadable(database: Database) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.ridealongs.save_reflection(REFLECTION)
        await transaction.answers.save(PRACTICE)
    async with database.connection() as connection:
        sealed = {"answers_sealed": SEALED_BY_ANOTHER, "moment_sealed": SEALED_BY_ANOTHER}
        await connection.execute(update(reflections).values(sealed))
        await connection.execute(update(practices).values(text_sealed=SEALED_BY_ANOTHER))


async def test_an_unreadable_text_spoils_no_export(database: Database) -> None:
    database.cipher = Cipher([new_key()], LOST)
    await _put_unreadable(database)
    async with database.transaction("T1") as transaction:
        found = await transaction.export.of_person(PRACTICE.user_id)
    assert found["practices"][0]["text"] == LOST
    assert found["practices"][0]["prompt_id"] == PRACTICE.prompt_id


async def test_one_token_that_no_key_opens_keeps_no_other_workspace_waiting(database: Database) -> None:
    now = datetime(2026, 11, 28, tzinfo=UTC)
    for workspace_id, cipher in (("T1", database.cipher), ("T2", Cipher([new_key()]))):
        async with database.connection() as connection:
            store = InstallationStore(connection, cipher)
            await store.save(Installation(workspace_id, now, "xoxb-x", "refresh", expires_at=now))
    async with database.installations() as store:
        assert [found.workspace_id for found in await store.due(now, 10)] == ["T1"]


@pytest.mark.parametrize(
    ("beside", "is_open"),
    [({}, False), ({"-wal": ""}, False), ({"-wal": "1"}, True), ({"-wal": "", "-shm": ""}, True), ({"-shm": ""}, True)],
    ids=["nothing beside it", "an empty log", "a log", "an empty log with its index", "an index"],
)
def test_what_stands_beside_a_database_tells_whether_it_may_be_open(
    tmp_path: Path, beside: dict[str, str], is_open: bool
) -> None:
    for ending, text in beside.items():
        (tmp_path / f"chair.sqlite3{ending}").write_text(text)
    assert may_be_open(tmp_path / "chair.sqlite3") is is_open
