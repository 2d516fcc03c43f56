"""A database copied while it is being written to, and restored under a running process."""

import asyncio
import os
import sqlite3
import stat
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.commit_loss import CommitLossDetector, CommitsLostError
from bot.domain.people.people import Person
from bot.services.people.privacy import erase
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.keys import key_of, key_path
from bot.storage.database import Database
from bot.storage.migrate import is_current, upgrade
from tests.cli.copies import read, refused, run, write
from tests.databases import migrated_at, move_to
from tests.fakes import MovableClock
from tests.storage.cases import PERSON


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with one text in it, and the environment that names it."""
    path = tmp_path / "chair.sqlite3"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    migrated_at(path)
    key_of(path, make=True)
    asyncio.run(in_it(path, lambda database: write(database, "a text")))
    return path


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.sqlite3"


def opened(path: Path) -> Database:
    return Database(f"sqlite:///{path}", Cipher([key_path(path).read_text(encoding="ascii")]))


async def in_it(path: Path, work: Callable[[Database], Awaitable[object]]) -> object:
    database = opened(path)
    try:
        return await work(database)
    finally:
        await database.close()


def done(*words: object) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output + repr(result.exception)
    return result.output


def test_the_database_itself_is_no_copy(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other-name"
    other.symlink_to(file)
    assert "is the database itself" in refused("restore", other)


def test_there_and_back(file: Path, copy: Path) -> None:
    says = done("backup", copy)
    assert f"The key is not in it. It is the file {file}.key." in says
    asyncio.run(in_it(file, lambda database: write(database, "a later text")))
    says = done("restore", copy)
    assert asyncio.run(in_it(file, read)) == "a text"
    assert "People erased again, because the previous database says that they had their data deleted: 0." in says
    (before,) = file.parent.glob("chair.sqlite3.before-*")
    assert str(before) in says
    before.rename(file)
    assert asyncio.run(in_it(file, read)) == "a later text"


def test_a_copy_is_one_file_for_its_owner_alone_and_holds_no_key(file: Path, copy: Path) -> None:
    umask = os.umask(0o022)
    done("backup", copy)
    os.umask(umask)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert sorted(path.name for path in copy.parent.glob("copy*")) == ["copy.sqlite3"]
    assert key_path(file).read_bytes() not in copy.read_bytes()
    key_path(file).unlink()
    assert f"It is MISSING: there is no file {file}.key" in done("backup", copy.with_name("another.sqlite3"))


async def test_a_copy_is_of_one_moment_while_others_write(file: Path, copy: Path) -> None:
    """Every transaction writes two equal rows: a copy that is not of one moment would hold two that differ."""
    running = opened(file)
    stop, written = asyncio.Event(), asyncio.Semaphore(0)

    async def go_on() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            async with running.transaction("T1") as transaction:
                for user_id in ("U1", "U2"):
                    await transaction.people.save(replace(PERSON, user_id=user_id, name=f"n{number}"))
            written.release()

    writing = asyncio.create_task(go_on())
    for number in range(5):
        await written.acquire()
        await asyncio.to_thread(done, "backup", copy.with_name(f"{number}.sqlite3"))
    stop.set()
    await writing
    await running.close()
    for number in range(5):
        with closing(sqlite3.connect(copy.with_name(f"{number}.sqlite3"))) as connection:
            assert len(set(connection.execute("SELECT name FROM people"))) <= 1


async def test_put_back_under_a_running_process(file: Path, copy: Path) -> None:
    """Its next transaction reads what was restored, and it knows that commits are missing."""
    running, clock = opened(file), MovableClock()
    commit_loss = CommitLossDetector(running, clock=clock, wall=clock, steady=lambda: 0.0)
    await commit_loss.beat()
    await asyncio.to_thread(done, "backup", copy)
    await write(running, "a later text")
    await asyncio.to_thread(done, "restore", copy)
    assert await read(running) == "a text"
    with pytest.raises(CommitsLostError):
        async with running.delivery_store() as delivery_store:
            commit_loss.due_to_ask(await delivery_store.pulse.read(with_timeline=False))
    assert await commit_loss.beat()
    await write(running, "and on it goes")
    assert await read(running) == "and on it goes"
    await running.close()


@pytest.mark.parametrize("has_beat", [True, False], ids=["something was sent", "nothing was planned yet"])
async def test_a_process_that_starts_right_after_it_asks_as_well(file: Path, copy: Path, *, has_beat: bool) -> None:
    clock = MovableClock()
    if has_beat:
        before = opened(file)
        await CommitLossDetector(before, clock=clock, wall=clock, steady=lambda: 0.0).beat()
        await before.close()
    await asyncio.to_thread(done, "backup", copy)
    await asyncio.to_thread(done, "restore", copy)
    after = opened(file)
    await CommitLossDetector(after, clock=clock, wall=clock, steady=lambda: 0.0).beat()
    async with after.delivery_store() as delivery_store:
        pulse = await delivery_store.pulse.read(with_timeline=False)
    assert pulse is not None
    assert pulse.ask_until == clock.now
    await after.close()


def test_on_another_machine_with_the_key_put_there_first(
    file: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done("backup", copy)
    other = file.parent / "other" / "chair.sqlite3"
    other.parent.mkdir()
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{other}")
    assert "Put the key that was in use" in refused("restore", copy)
    assert list(other.parent.iterdir()) == []
    key_path(other).write_bytes(key_path(file).read_bytes())
    done("restore", copy)
    assert stat.S_IMODE(other.stat().st_mode) == 0o600
    assert asyncio.run(in_it(other, read)) == "a text"


def test_an_older_copy_gets_the_newest_tables(file: Path, copy: Path) -> None:
    asyncio.run(in_it(file, lambda database: move_to(database, "0013")))
    done("backup", copy)
    asyncio.run(in_it(file, lambda database: upgrade(database.engine)))
    assert "Its tables were at 0013 and are now up to date" in done("restore", copy)
    assert asyncio.run(in_it(file, lambda database: is_current(database.engine)))
    assert asyncio.run(in_it(file, read)) == "a text"


@pytest.mark.parametrize(
    ("how", "says"),
    [
        ("none", "There is no file"),
        ("a letter", "file is not a database"),
        ("another's", "is not a copy of a Second Chair database"),
        ("cut", "malformed"),
        ("newer", "was made by a newer Second Chair (tables 9999"),
        ("another key", "The key decrypts nothing in the copy"),
    ],
)
def test_what_cannot_be_put_back_changes_nothing(file: Path, copy: Path, how: str, says: str) -> None:
    done("backup", copy)
    if how == "none":
        copy.unlink()
    elif how == "a letter":
        copy.write_text("a letter" * 999, encoding="ascii")
    elif how == "cut":
        copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2 // 4096 * 4096])
    elif how == "another key":
        key_path(file).write_text(new_key(), encoding="ascii")
    else:
        drop, raise_ = "DROP TABLE alembic_version", "UPDATE alembic_version SET version_num='9999'"
        with closing(sqlite3.connect(copy)) as connection, connection:
            connection.execute(drop if how == "another's" else raise_)
    before = file.read_bytes()
    assert says in refused("restore", copy)
    assert file.read_bytes() == before
    assert list(file.parent.glob("*before*")) + list(file.parent.glob(".restore-*")) == []


@pytest.mark.parametrize("how", ["is there", "no folder", "no database"])
def test_what_cannot_be_copied_is_said(file: Path, copy: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if how == "is there":
        copy.write_text("mine", encoding="ascii")
    elif how == "no folder":
        copy = copy.parent / "none" / "copy.sqlite3"
    else:
        monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}.none")
    said = {"is there": "was left as it is", "no folder": "cannot be read or written", "no database": "no database"}
    assert said[how] in refused("backup", copy)
    assert not list(copy.parent.glob("*.part"))


def test_who_had_themselves_deleted_since_the_copy_was_made_is_erased_from_it_again(file: Path, copy: Path) -> None:
    async def deletes(database: Database) -> None:
        async with database.transaction("T1") as transaction:
            await erase(transaction, PERSON.user_id, MovableClock()())

    async def names(database: Database) -> list[str]:
        async with database.transaction("T1") as transaction:
            return await transaction.people.all_ids()

    asyncio.run(in_it(file, lambda database: save(database, PERSON, replace(PERSON, user_id="U2"))))
    done("backup", copy)
    asyncio.run(in_it(file, deletes))
    says = done("restore", copy)
    assert asyncio.run(in_it(file, names)) == ["U2"]
    assert "says that they had their data deleted: 1." in says


def test_onto_a_new_machine_it_says_that_deleted_people_are_back(file: Path, copy: Path) -> None:
    done("backup", copy)
    file.unlink()
    says = done("restore", copy)
    assert "are back in it. Erase them again" in says
    assert "cannot tell who" not in says


async def save(database: Database, *people: Person) -> None:
    async with database.transaction("T1") as transaction:
        for person in people:
            await transaction.people.save(person)
