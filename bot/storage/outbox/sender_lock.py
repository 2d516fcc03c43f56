"""Allows one sender for each SQLite file, by a lock that a second process sees and that ends with its process."""

import sqlite3
from pathlib import Path


class SenderLock:
    """The right to send from a SQLite file. Without a file (in memory, or PostgreSQL) it is always held.

    The lock is SQLite's own, on an empty file beside the database, so that it works on every system, and always ends
    with the process.
    """

    def __init__(self, file: str | None) -> None:
        """`file`: the path of the database."""
        self.file = file
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> bool:
        """Take the lock if it is free. Returns whether this process holds it now."""
        if self.file is None or self._connection is not None:
            return True
        beside = Path(f"{self.file}.sender")
        beside.touch(0o600)
        connection = sqlite3.connect(beside, timeout=0)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return False
        self._connection = connection
        return True

    def release(self) -> None:
        """Release the lock, so that another process can take it."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
