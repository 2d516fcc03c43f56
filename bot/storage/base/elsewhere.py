"""Tells whether another process has a SQLite file open under another path, where we cannot see its log."""

from contextlib import suppress
from pathlib import Path
from time import sleep

from bot.errors import SetupError
from bot.storage.base.keys import may_be_open

# The bytes of a file that SQLite locks while it has it open with a write-ahead log (SHARED_FIRST, SHARED_SIZE in its
# os.h). The lock belongs to the file itself, whatever path it was opened by.
FIRST, LENGTH = 0x40000002, 510
LOOKS, PAUSE = 20, 0.05  # seconds; a starting process locks the file a moment before its log exists


def require_in_sight(database: Path) -> None:
    """Raise SetupError if somebody has the file open whose log is not beside it. Neither would see what the other
    writes, and the log that is emptied last wins. This happens if only the file is mounted into a container, instead of
    its folder, or if it has a second name.
    """
    for _ in range(LOOKS):
        if may_be_open(database) or not is_open(database):
            return
        sleep(PAUSE)
    raise SetupError(
        f"Another process has {database} open under another path, so its latest writes are not visible here. Stop it "
        "first, or give both the same folder: in a container, mount the folder, not just the file. Nothing "
        "was changed."
    )


def is_open(database: Path) -> bool:
    """Whether a process has a SQLite file open, under whatever path; False where that cannot be seen."""
    with suppress(ImportError, OSError):  # Unix only; SQLite's own error says more
        import fcntl  # noqa: PLC0415 - only where it exists

        with database.open("r+b") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, LENGTH, FIRST)
            except BlockingIOError:
                return True
    return False
