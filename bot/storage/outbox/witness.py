"""Records beside a SQLite database what it should hold, so that we notice a file that lost its last commits or was
replaced by an older copy.

The number is that of the last claim. It is written after that claim is committed and before its messages leave, so a
database with a smaller number has forgotten what was sent. A machine that was restarted may have lost both.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ENDING = ".witness"
BOOT = Path("/proc/sys/kernel/random/boot_id")  # Linux; elsewhere a restart of the machine is not noticed


@dataclass(frozen=True, slots=True)
class Testimony:
    """The number of the last claim, the boot of the machine during which it was made, and whether the process that made
    it had written down all results when it ended.
    """

    number: int
    boot: str
    has_ended: bool = False


class ClaimWitness:
    """One file. Without a database file (PostgreSQL, or in memory) there is none, and it says nothing."""

    def __init__(self, file: str | None, boot: str | None = None) -> None:
        """`file`: the path of the database; `boot` identifies this boot of the machine."""
        self._path = None if file is None else f"{file}{ENDING}"
        self._boot = _boot() if boot is None else boot
        self._number = 0

    @property
    def is_there(self) -> bool:
        """Whether this database has a witness."""
        return self._path is not None

    def read(self) -> Testimony | None:
        """The last testimony; None if there is none, or if it cannot be read."""
        with suppress(OSError, ValueError):
            number, boot, *ended = Path(self._path or "").read_text().strip().split(",")
            return Testimony(int(number), boot, ended == ["ended"])
        return None

    def is_other_boot(self, testimony: Testimony) -> bool:
        """Whether the machine was restarted since."""
        return testimony.boot != self._boot

    def write(self, number: int) -> None:
        """Record the number of a claim, safely on the disk. Raises OSError."""
        self._number = number
        self._write(f"{number},{self._boot}")

    def end(self) -> None:
        """Record that everything is written down. Raises OSError."""
        if self._number:
            self._write(f"{self._number},{self._boot},ended")

    def _write(self, text: str) -> None:
        if self._path is None:
            return
        handle = os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb", buffering=0) as file:
            file.write(text.encode().ljust(80))  # in place and always of the same length: never half of it
            os.fsync(handle)


def _boot() -> str:
    with suppress(OSError):
        return BOOT.read_text().strip()
    return ""
