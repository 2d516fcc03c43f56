"""Copies of a SQLite database, made and restored while others read and write it. The key is in none of them."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory

from bot.errors import SetupError
from bot.storage.base.elsewhere import require_in_sight
from bot.storage.base.keys import looking_at, may_be_open
from bot.storage.base.sqlite import OWNER_ALONE, TIMEOUT

BEFORE, WORKPLACE = ".before-", ".restore-"
BESIDE = ("", "-wal", "-shm", "-journal")  # the endings of a file that SQLite has open, and of its companion files
PART = ".part"  # the ending of an unfinished copy, so that half a copy never has the name of a whole one


def back_up(database: Path, copy: Path) -> int:
    """Write a complete, checked copy of a database to a new file that only its owner can read. Returns its size in
    bytes.

    The copy shows one moment, whatever is written meanwhile, and is a single file without a log beside it. Raises
    SetupError if there is no such database, if somebody has it open under another path, and if `copy` exists or cannot
    be written.
    """
    if not database.exists():
        raise SetupError(f"There is no database {database} to copy.")
    if copy.exists():
        raise SetupError(f"{copy} already exists and was left as it is. Choose another name.")
    require_in_sight(database)
    part = copy.with_name(f"{copy.name}{PART}")
    with _said(copy):
        while not _copied(database, part):
            pass
        _sync(part)
        part.rename(copy)
        return copy.stat().st_size


def _copied(database: Path, part: Path) -> bool:
    """Whether the copy shows one moment: it does not if somebody began to write a file that nobody had open."""
    closed = _closed_state(database)
    try:
        with closing(sqlite3.connect(looking_at(database), uri=True, timeout=TIMEOUT)) as source, _new(part) as target:
            source.backup(target)
            _make_one_file(target)
            _check(target, database)
    except (sqlite3.Error, SetupError):
        if closed == _closed_state(database):
            raise
    return closed == _closed_state(database)


def _closed_state(database: Path) -> int | None:
    """A value that changes with a file that nobody has open; None if somebody has, as SQLite itself then ensures that a
    copy shows one moment.
    """
    return None if may_be_open(database) else database.stat().st_mtime_ns


@contextmanager
def workplace(database: Path) -> Iterator[Path]:
    """A path for the copy that will replace a database, in a folder of its own beside it. The remains of a killed
    restore are removed first: people's data is in them, and nobody would look for it there.

    Raises SetupError if nothing can be written beside the database.
    """
    beside = database.resolve().parent
    with _said(beside):
        for left in beside.glob(f"{WORKPLACE}*"):
            rmtree(left)
        for part in beside.glob(f"*{BEFORE}*{PART}*"):
            part.unlink()
        folder = TemporaryDirectory(dir=beside, prefix=WORKPLACE)
    with folder as name:
        yield Path(name) / "prepared.sqlite3"


def revision_of(copy: Path, newest: str) -> str:
    """The number of the newest migration that a copy has; `newest` is our own. Raises SetupError for a file that is not
    a copy of ours, is damaged, or was made by a newer Second Chair.
    """
    if not copy.exists():
        raise SetupError(f"There is no file {copy}.")
    with _said(copy), closing(sqlite3.connect(looking_at(copy), uri=True)) as connection:
        _check(connection, copy)
        try:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except (sqlite3.OperationalError, TypeError):
            raise SetupError(f"{copy} is not a copy of a Second Chair database.") from None
    if revision > newest:
        raise SetupError(f"{copy} was made by a newer Second Chair (tables {revision}; this one has {newest}).")
    return str(revision)


def look_through(database: Path, seconds: float) -> bool:
    """Look for damage in the whole of a database, which changes nothing. Returns False if `seconds` were too few.

    Raises SetupError if it is damaged.
    """
    closed, ends = _closed_state(database), time.monotonic() + seconds
    with _said(database), closing(sqlite3.connect(looking_at(database), uri=True)) as connection:
        connection.set_progress_handler(lambda: time.monotonic() >= ends, 1000)
        try:
            _check(connection, database)
        except sqlite3.OperationalError:
            if time.monotonic() < ends:
                raise
            return False
        except SetupError as error:
            if closed == _closed_state(database):
                raise SetupError(f"{error} {THEN}") from None
            return look_through(database, seconds)  # somebody began to write what nobody had open
    return True


def put_back(copy: Path, database: Path) -> None:
    """Replace a database's content with the copy, in one transaction: processes that have it open read either the old
    or the new.

    A process that sends from it notices that commits are missing, and looks up in Slack what was due before it posts.
    Raises SetupError if others write for so long that there is no chance to.
    """
    if not database.exists():
        os.close(os.open(database, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ALONE))
    with (
        _said(database),
        closing(sqlite3.connect(looking_at(copy), uri=True)) as source,
        closing(sqlite3.connect(database, timeout=TIMEOUT)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
        _check(target, database)


THEN = "Restore your last backup: `python -m bot restore FILE`."
LONG_AGO = "1970-01-01 00:00:00.000000"


def forget_beats(copy: Path) -> None:
    """Set the beat of the sending processes far back in a copy, because everything sent since it was made has to be
    looked up in Slack. Without any beat, a copy in which nothing had been planned would be taken for a new database.
    """
    beat = "INSERT INTO engine_pulse (id, number, beat_at, timeline) VALUES (1, 0, ?, '') "
    with _said(copy), closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(
            f"{beat} ON CONFLICT (id) DO UPDATE SET number = 0, beat_at = excluded.beat_at", (LONG_AGO,)
        ).close()


@contextmanager
def _new(part: Path) -> Iterator[sqlite3.Connection]:
    """A new, empty database that only its owner can read; the remains of an earlier, interrupted try are removed."""
    _remove(part)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ALONE))
    try:
        with closing(sqlite3.connect(part)) as connection:
            yield connection
    except BaseException:
        _remove(part)
        raise


def _remove(part: Path) -> None:
    """Remove a file, and those that SQLite keeps beside it until it is closed, which a full disk may leave behind."""
    for end in BESIDE:
        part.with_name(f"{part.name}{end}").unlink(missing_ok=True)


def _make_one_file(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=DELETE").close()


def _check(connection: sqlite3.Connection, file: Path) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise SetupError(f"{file} is damaged: {verdict.splitlines()[-1]}.")


def _sync(path: Path) -> None:
    """Make sure that a file is on the disk before it gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _said(file: Path) -> Iterator[None]:
    """Turn what SQLite or the system says about a file into one sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise SetupError(f"{file} cannot be read or written: {error}.") from None
    except OSError as error:
        raise SetupError(f"{file} cannot be read or written: {str(error.strerror).lower()}.") from None
