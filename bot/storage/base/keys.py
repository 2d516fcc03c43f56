"""The key file beside a SQLite database. It is made once, with the database, and never again while anything is
sealed.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from cryptography.fernet import Fernet

from bot.errors import SetupError


def sqlite_path(database_url: str) -> Path | None:
    """The file of a SQLite URL, such as sqlite:///second-chair.sqlite3; None for a database in memory and for
    PostgreSQL.
    """
    name = database_url.partition("///")[2].partition("?")[0]
    return Path(name) if database_url.startswith("sqlite") and name and name != ":memory:" else None


def key_path(database: Path) -> Path:
    """The path of a database's key file."""
    return database.with_name(f"{database.name}.key")


def key_of(database: Path, *, make: bool) -> str | None:
    """The text of the key file. If there is none, a new one is made with `make`; otherwise the result is None.

    Raises SetupError if the file is empty or cannot be read or written, and if it is missing although something is
    already sealed, which a new key would never open.
    """
    path = key_path(database)
    try:
        if path.exists():
            return _read(path)
        if holds_sealed(database):
            raise SetupError(
                f"The key file {path} is missing, and {database} holds texts or tokens that only this key decrypts. "
                "Restore it from your backup. A new key would not decrypt them, so none was created. To start over "
                f"without them, move {database} away."
            )
        return _made(path) if make else None
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"The key file {path} cannot be read or created ({_why(error)}).") from None


def holds_sealed(database: Path) -> bool:
    """Whether a SQLite file holds any sealed text or token; False if there is no file. Changes nothing.

    Raises SetupError if the file cannot be read.
    """
    if not database.exists():
        return False
    try:
        with closing(sqlite3.connect(looking_at(database), uri=True)) as connection:
            return any(_has_text(connection, *place) for place in _sealed_columns(connection))
    except sqlite3.Error as error:
        raise SetupError(f"{database} cannot be read: {error}.") from None


def looking_at(database: Path) -> str:
    """A URI for `sqlite3` that opens a file without creating or changing any beside it.

    If nobody has the file open, it can be read as immutable.
    """
    how = "mode=ro" if may_be_open(database) else "mode=ro&immutable=1"
    return f"{database.resolve().as_uri()}?{how}"


def may_be_open(database: Path) -> bool:
    """Whether somebody has the database open, or died while they had: its log is then a part of it. The log alone does
    not tell, since the app empties it, and goes on writing at once.
    """
    log, index = (database.with_name(f"{database.name}{end}") for end in ("-wal", "-shm"))
    return index.exists() or (log.exists() and log.stat().st_size > 0)


def _sealed_columns(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    cursor = connection.execute(
        "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c "
        r"WHERE m.type = 'table' AND c.name LIKE '%\_sealed' ESCAPE '\'"
    )
    return cursor.fetchall()


def _has_text(connection: sqlite3.Connection, table: str, column: str) -> bool:
    # Table and column names from the database itself, which cannot be passed as parameters.
    cursor = connection.execute(f'SELECT 1 FROM "{table}" WHERE "{column}" != \'\' LIMIT 1')  # noqa: S608 - see above
    return cursor.fetchone() is not None


def _read(path: Path) -> str:
    if not path.is_file():  # reading a pipe would wait for ever
        raise SetupError(f"The key file {path} is not a file. Restore it from your backup.")
    text = path.read_text(encoding="ascii")
    if not text.strip():
        raise SetupError(
            f"The key file {path} is empty. Restore it from your backup. If nobody has used this database yet, delete "
            "the empty file: the next start creates a key."
        )
    return text


def _made(path: Path) -> str:
    """A new key, complete and on the disk before the file gets its name: nothing sealed with a key that is lost a
    moment later could ever be read.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        _name(part, path)
    finally:
        part.unlink(missing_ok=True)
    return _read(path)


def _name(part: Path, path: Path) -> None:
    """Give the file its name, unless another process was quicker; then theirs counts."""
    try:
        os.link(part, path)
    except OSError:  # it already exists, or this file system has no hard links
        if not path.exists():
            part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _why(error: OSError | UnicodeDecodeError) -> str:
    return str(error.strerror).lower() if isinstance(error, OSError) else "it is not a key"
