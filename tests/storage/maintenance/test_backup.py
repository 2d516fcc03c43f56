"""A copy shows one moment, even if the write-ahead log is empty at first, or the app starts in the meantime."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SetupError
from bot.storage.maintenance import backup
from bot.storage.maintenance.backup import back_up, look_through, put_back, revision_of, workplace

ENDS = (0, 3999)  # rows far apart, always changed together


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "chair.sqlite3"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL").close()
        connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER, pad TEXT)").close()
        connection.executemany("INSERT INTO t VALUES (?, 0, ?)", [(row, "x" * 500) for row in range(ENDS[1] + 1)])
    return path


def write(connection: sqlite3.Connection, value: int) -> None:
    """A transaction that goes straight into the file."""
    connection.execute(f"UPDATE t SET v = {value} WHERE id IN {ENDS}").close()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


class Written(sqlite3.Connection):
    """A copy in progress; after its first pages somebody writes to the original."""

    writer: sqlite3.Connection | None = None

    def backup(self, target: sqlite3.Connection, **_: object) -> None:
        def written(*_: object) -> None:
            if Written.writer is not None:
                write(Written.writer, 2)
                Written.writer = None

        super().backup(target, pages=100, progress=written)


def moments(copy: Path) -> set[int]:
    with closing(sqlite3.connect(copy)) as connection:
        return {value for (value,) in connection.execute(f"SELECT v FROM t WHERE id IN {ENDS}")}


def test_a_writer_whose_log_is_empty(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = sqlite3.connect

    def reading(path: str | Path, **options: Any) -> sqlite3.Connection:
        return connect(path, factory=Written, **options) if options.get("uri") else connect(path, **options)

    check, checked = backup._check, []

    def counted(connection: sqlite3.Connection, path: Path) -> None:
        checked.append(path)
        check(connection, path)

    monkeypatch.setattr(backup, "_check", counted)
    with closing(connect(file, isolation_level=None)) as Written.writer:
        write(Written.writer, 1)
        monkeypatch.setattr(sqlite3, "connect", reading)
        back_up(file, tmp_path / "copy")
    assert (moments(tmp_path / "copy"), len(checked)) == ({2}, 1), "SQLite itself keeps to one moment"


@pytest.mark.parametrize(
    "seen",
    [None, SetupError("It is damaged."), sqlite3.DatabaseError("malformed")],
    ids=["whole", "damaged", "unreadable"],
)
def test_an_app_that_starts_meanwhile(file: Path, monkeypatch: pytest.MonkeyPatch, seen: Exception | None) -> None:
    check, checked = backup._check, []

    def started(connection: sqlite3.Connection, path: Path) -> None:
        checked.append(path)
        if len(checked) == 1:
            with closing(sqlite3.connect(file, isolation_level=None)) as app:
                write(app, 1)  # as long as the 0 before it, so that the file stays as long
            if seen is not None:
                raise seen
        check(connection, path)

    monkeypatch.setattr(backup, "_check", started)
    back_up(file, copy := file.with_name("copy"))
    assert (moments(copy), len(checked)) == ({1}, 2)


def test_a_copy_stands_on_the_disk_before_it_has_its_name(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy, on_disk = tmp_path / "copy", []
    monkeypatch.setattr(os, "fsync", lambda handle: on_disk.append((os.fstat(handle).st_ino, copy.exists())))
    back_up(file, copy)
    assert on_disk == [(copy.stat().st_ino, False)]


def test_a_copy_is_read_without_a_log_beside_it(file: Path, tmp_path: Path) -> None:
    back_up(file, copy := tmp_path / "copy")
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def damage(path: Path) -> None:
    """Overwrite rows with zeroes, far behind the pages that list the tables."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    with path.open("r+b") as written:
        written.seek(path.stat().st_size // 2 // 4096 * 4096)
        written.write(bytes(4096))


def backs_up(file: Path) -> None:
    back_up(file, file.with_name("copy"))


def looks_at(file: Path) -> None:
    revision_of(file, "9999")


def puts_back(file: Path) -> None:
    put_back(file, file.with_name("other"))


def test_a_database_is_looked_through_for_as_long_as_somebody_waits(file: Path) -> None:
    assert look_through(file, seconds=60)
    assert not look_through(file, seconds=-1)
    damage(file)
    with pytest.raises(
        SetupError, match=r" is damaged: Page \d+: .*Restore your last backup: `python -m bot restore FILE`\.$"
    ):
        look_through(file, seconds=60)


def test_what_somebody_writes_meanwhile_is_no_damage(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    check, checked = backup._check, []

    def started(connection: sqlite3.Connection, path: Path) -> None:
        checked.append(path)
        if len(checked) == 1:
            with closing(sqlite3.connect(file, isolation_level=None)) as app:
                write(app, 1)
            raise SetupError("It is damaged.")
        check(connection, path)

    monkeypatch.setattr(backup, "_check", started)
    assert look_through(file, seconds=60)
    assert len(checked) == 2


@pytest.mark.parametrize(("act", "named"), [(backs_up, ""), (looks_at, ""), (puts_back, "other")])
def test_what_is_damaged_is_neither_copied_nor_put_back(file: Path, act: Callable[[Path], None], named: str) -> None:
    damage(file)
    with pytest.raises(SetupError, match=rf"/{named or file.name} is damaged: Page \d+: .*[^.]\.$"):
        act(file)
    assert not list(file.parent.glob("copy*"))


def test_damage_that_sqlite_tells_in_one_line(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO t VALUES (9999, NULL, '')").close()
        connection.execute("PRAGMA writable_schema=ON").close()
        connection.execute("UPDATE sqlite_master SET sql = replace(sql, 'v INTEGER', 'v INTEGER NOT NULL')").close()
    with pytest.raises(SetupError, match=r" is damaged: NULL value in t\.v\.$"):
        looks_at(file)


def test_a_copy_without_a_number_of_its_tables_is_none_of_ours(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)").close()
    with pytest.raises(SetupError, match="is not a copy of a Second Chair database"):
        revision_of(file, "9999")


def test_what_was_deleted_is_in_no_log_once_a_copy_is_put_back(file: Path, tmp_path: Path) -> None:
    back_up(file, copy := tmp_path / "copy")
    with closing(sqlite3.connect(file, isolation_level=None)) as app:
        app.execute("UPDATE t SET pad = 'to be forgotten'").close()
        put_back(copy, file)
        assert file.with_name(f"{file.name}-wal").stat().st_size == 0
        assert app.execute("SELECT count(*) FROM t WHERE pad = 'to be forgotten'").fetchone() == (0,)


def test_the_system_says_in_its_words_why_a_copy_cannot_be_written(file: Path, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"copy cannot be read or written: no such file or directory\.$"):
        back_up(file, tmp_path / "none" / "copy")


def test_a_restore_is_prepared_in_a_folder_that_the_next_one_knows(file: Path) -> None:
    with workplace(file) as prepared:
        assert prepared.parent.name.startswith(".restore-")
    assert list(file.parent.iterdir()) == [file]
