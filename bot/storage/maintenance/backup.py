"""Copies of a SQLite database, made and put back while others read and write it. The key is in none of them."""

import os
import sqlite3
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
BESIDE = ("", "-wal", "-shm", "-journal")  # the endings of a file that SQLite has open, and of what it makes beside it
PART = ".part"  # what is not whole yet ends so, and no half of a copy ever has the name of a whole one


def back_up(database: Path, copy: Path) -> int:
    """Write a whole, checked copy of a database to a new file, for its owner alone; gives its size in bytes.

    The copy shows one moment, whatever is written meanwhile, and is a single file without a log beside it. Raises
    SetupError where there is no such database or somebody has it open under another path, where `copy` exists, and
    where it cannot be written.
    """
    if not database.exists():
        raise SetupError(f"There is no database {database} to copy.")
    if copy.exists():
        raise SetupError(f"{copy} is there already and was left as it is. Choose another name.")
    require_in_sight(database)
    part = copy.with_name(f"{copy.name}{PART}")
    with _said(copy):
        while not _copied(database, part, copy):
            pass
        _sync(part)
        part.rename(copy)
        return copy.stat().st_size


def _copied(database: Path, part: Path, copy: Path) -> bool:
    """Whether the copy is of one moment: it is not where somebody began to write a file that nobody had open."""
    closed = _closed_state(database)
    try:
        with closing(sqlite3.connect(looking_at(database), uri=True, timeout=TIMEOUT)) as source, _new(part) as target:
            source.backup(target)
            _make_one_file(target)
            _check(target, copy)
    except (sqlite3.Error, SetupError):
        if closed == _closed_state(database):
            raise
    return closed == _closed_state(database)


def _closed_state(database: Path) -> int | None:
    """What changes with a file that nobody has open; None where somebody has, and SQLite itself keeps to one moment."""
    return None if may_be_open(database) else database.stat().st_mtime_ns


@contextmanager
def workplace(database: Path) -> Iterator[Path]:
    """A path for the copy that is to replace a database, in a folder of its own beside it. What a restore left that was
    killed goes first: people's data is in it, and nobody would look for it there.

    Raises SetupError where nothing can be written beside the database.
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
    """The number of the newest migration that a copy has; `newest` is our own. Raises SetupError for what is no copy of
    ours, for one that is damaged, and for one that a newer Second Chair made.
    """
    if not copy.exists():
        raise SetupError(f"There is no file {copy}.")
    with _said(copy), closing(sqlite3.connect(looking_at(copy), uri=True)) as connection:
        _check(connection, copy)
        try:
            (revision,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        except (sqlite3.OperationalError, TypeError):
            raise SetupError(f"{copy} is no copy of a Second Chair's database.") from None
    if revision > newest:
        raise SetupError(f"{copy} was made by a newer Second Chair (tables {revision}; this one has {newest}).")
    return str(revision)


def put_back(copy: Path, database: Path) -> None:
    """Replace a database's content with the copy, in one transaction: processes that have it open read either the old
    or the new.

    A process that sends from it notices that commits are missing, and looks up in Slack what was due before it posts.
    Raises SetupError where somebody writes for so long that it finds no moment.
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


LONG_AGO = "1970-01-01 00:00:00.000000"


def forget_beats(copy: Path) -> None:
    """Set the beat of the sending processes far back in a copy, because everything sent since it was made has to be
    looked up in Slack. Without any beat, a copy in which nothing was planned yet would be taken for a new database.
    """
    beat = "INSERT INTO engine_pulse (id, number, beat_at, timeline) VALUES (1, 0, ?, '') "
    with _said(copy), closing(sqlite3.connect(copy)) as connection, connection:
        connection.execute(
            f"{beat} ON CONFLICT (id) DO UPDATE SET number = 0, beat_at = excluded.beat_at", (LONG_AGO,)
        ).close()


@contextmanager
def _new(part: Path) -> Iterator[sqlite3.Connection]:
    """A new, empty database for its owner alone; what an earlier, interrupted try left there goes."""
    _remove(part)
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, OWNER_ALONE))
    try:
        with closing(sqlite3.connect(part)) as connection:
            yield connection
    except BaseException:
        _remove(part)
        raise


def _remove(part: Path) -> None:
    """Remove it, and what SQLite keeps beside it until it is closed, where a full disk may leave it."""
    for end in BESIDE:
        part.with_name(f"{part.name}{end}").unlink(missing_ok=True)


def _make_one_file(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA journal_mode=DELETE").close()


def _check(connection: sqlite3.Connection, file: Path) -> None:
    (verdict,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if verdict != "ok":
        raise SetupError(f"{file} is damaged: {verdict.splitlines()[-1]}.")


def _sync(path: Path) -> None:
    """See to it that a file stands on the disk before it gets its name."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


@contextmanager
def _said(file: Path) -> Iterator[None]:
    """Say in a sentence what SQLite or the system say of a file."""
    try:
        yield
    except sqlite3.Error as error:
        raise SetupError(f"{file} cannot be read or written: {error}.") from None
    except OSError as error:
        raise SetupError(f"{file} cannot be read or written: {str(error.strerror).lower()}.") from None
