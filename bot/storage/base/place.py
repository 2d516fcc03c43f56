"""Tells whether a SQLite file, and the log beside it, are still where they were first seen."""

import os
from pathlib import Path
from typing import Any

from bot.storage.base.elsewhere import require_in_sight


class FilePlace:
    """The place of a SQLite file. SQLite goes on writing to a file, or a write-ahead log, that was removed or replaced,
    and everything that it writes is lost when the process ends.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._inode = 0  # of the file, at the first look
        self._log_inode = 0  # of its log, which stays as long as the connection that writes

    def is_kept(self) -> bool:
        """Whether both are still there and the same; also True before they exist."""
        try:
            return self._is_same() and self._has_same_log()
        except OSError:
            return not self._inode

    def require(self, *_event: Any) -> None:
        """Raise FileNotFoundError if a new connection would find, or create, another file, and SetupError if the first
        connection finds a file that somebody has open under another path.
        """
        is_first = not self._inode
        try:
            is_kept = self._is_same()
        except FileNotFoundError:
            is_kept = not self._inode
        except OSError:  # we may no longer look at it, but an open file is still written to
            return
        if not is_kept:
            raise FileNotFoundError(f"{self._path} was removed or replaced: nothing more is written to it")
        if is_first and self._inode:
            require_in_sight(Path(self._path))

    def require_log(self, *_event: Any) -> None:
        """Raise FileNotFoundError also if the log is gone or replaced."""
        self.require()
        if not self._has_same_log():
            raise FileNotFoundError(f"{self._path}-wal was removed or replaced: anything written to it would be lost")

    def begin_log(self, *_event: Any) -> None:
        """Forget the log: the connection that writes is new, and its log may be, too."""
        self._log_inode = 0

    def _is_same(self) -> bool:
        inode = os.stat(self._path).st_ino  # noqa: PTH116 - before each transaction, and three times as fast as pathlib
        self._inode = self._inode or inode
        return inode == self._inode

    def _has_same_log(self) -> bool:
        try:
            inode = os.stat(f"{self._path}-wal").st_ino  # noqa: PTH116 - as above
        except OSError as error:
            return not self._log_inode or not isinstance(error, FileNotFoundError)
        self._log_inode = self._log_inode or inode
        return inode == self._log_inode
