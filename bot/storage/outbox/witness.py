"""What a SQLite database should hold, kept beside it: so that a file is noticed that lost its last commits, or that an
older copy took the place of.

The number is that of the last claim. It is written once that claim is committed and before its messages leave, so a
database with a smaller one has forgotten what was sent. A machine that was started anew may have lost both.
"""

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ENDING = ".witness"
BOOT = Path("/proc/sys/kernel/random/boot_id")  # Linux; elsewhere a start of the machine is not noticed


@dataclass(frozen=True, slots=True)
class Testimony:
    """The number of the last claim, the start of the machine that it was made under, and whether the process that made
    it had written down all results when it ended.
    """

    number: int
    boot: str
    has_ended: bool = False


class ClaimWitness:
    """One file. Without a database file (PostgreSQL, or in memory) there is none, and it says nothing."""

    def __init__(self, file: str | None, boot: str | None = None) -> None:
        """`file`: the path of the database; `boot` tells this start of the machine from others."""
        self._path = None if file is None else f"{file}{ENDING}"
        self._boot = _boot() if boot is None else boot
        self._number = 0

    @property
    def is_there(self) -> bool:
        """Whether this database has one."""
        return self._path is not None

    def read(self) -> Testimony | None:
        """What was written last; None where nothing was, or nothing that can be read."""
        with suppress(OSError, ValueError):
            number, boot, *ended = Path(self._path or "").read_text().strip().split(",")
            return Testimony(int(number), boot, ended == ["ended"])
        return None

    def is_other_boot(self, testimony: Testimony) -> bool:
        """Whether the machine was started anew since."""
        return testimony.boot != self._boot

    def write(self, number: int) -> None:
        """Keep the number of a claim, on the disk for certain. Raises OSError."""
        self._number = number
        self._write(f"{number},{self._boot}")

    def end(self) -> None:
        """Add that everything is written down. Raises OSError."""
        if self._number:
            self._write(f"{self._number},{self._boot},ended")

    def _write(self, text: str) -> None:
        if self._path is None:
            return
        handle = os.open(self._path, os.O_CREAT | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb", buffering=0) as file:
            file.write(text.encode().ljust(80))  # in place and of one length: never half of it
            os.fsync(handle)


def _boot() -> str:
    with suppress(OSError):
        return BOOT.read_text().strip()
    return ""
