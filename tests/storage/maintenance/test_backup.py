"""A copy shows one moment, also where the write-ahead log is empty as it begins, or the app is started meanwhile."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.errors import SetupError
from bot.storage.maintenance import backup
from bot.storage.maintenance.backup import back_up

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
    """A transaction, which is in the file at once."""
    connection.execute(f"UPDATE t SET v = {value} WHERE id IN {ENDS}").close()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


class Written(sqlite3.Connection):
    """A copy in the making, after whose first pages somebody writes the original."""

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

    with closing(connect(file, isolation_level=None)) as Written.writer:
        write(Written.writer, 1)
        monkeypatch.setattr(sqlite3, "connect", reading)
        back_up(file, tmp_path / "copy")
    assert moments(tmp_path / "copy") == {2}


@pytest.mark.parametrize("is_seen", [False, True], ids=["whole", "damaged"])
def test_an_app_that_starts_meanwhile(file: Path, monkeypatch: pytest.MonkeyPatch, is_seen: bool) -> None:
    check, checked = backup._check, []

    def started(connection: sqlite3.Connection, path: Path) -> None:
        checked.append(path)
        if len(checked) == 1:
            with closing(sqlite3.connect(file, isolation_level=None)) as app:
                write(app, 7)
            if is_seen:
                raise SetupError("It is damaged.")
        check(connection, path)

    monkeypatch.setattr(backup, "_check", started)
    back_up(file, copy := file.with_name("copy"))
    assert (moments(copy), len(checked)) == ({7}, 2)
