"""Allows one sender for each SQLite file, by a lock that a second process sees and that ends with its process."""

import os
import sqlite3
from contextlib import closing, suppress


class SenderLock:
    """The right to send from a SQLite file. Without a file (in memory, or PostgreSQL) it is always held.

    The lock is SQLite's own, on an empty file beside the database, so that it works on every system, and ends with the
    process in any case.
    """

    def __init__(self, file: str | None) -> None:
        """`file`: the path of the database."""
        self.file = file
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free. Returns whether this process holds it now."""
        if self.file is None or self._connection is not None:
            return True
        with suppress(OSError):
            os.close(os.open(f"{self.file}.sender", os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        connection = sqlite3.connect(f"{self.file}.sender", timeout=0, isolation_level=None)
        try:
            connection.execute("BEGIN EXCLUSIVE").close()
        except sqlite3.OperationalError:
            connection.close()
            return False
        self._connection = connection
        return True

    def release(self) -> None:
        """Let another process have it."""
        if self._connection is not None:
            with closing(self._connection) as connection:
                connection.rollback()
            self._connection = None
