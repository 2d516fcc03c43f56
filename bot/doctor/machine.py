"""Checks the machine: the time zone rules in use, the folder of a SQLite database, and the room on its disk."""

import os
import shutil
from datetime import datetime
from pathlib import Path

from bot.doctor.finding import Finding
from bot.settings import Settings
from bot.storage.base.keys import sqlite_path
from bot.zone_data import ZoneData

MEGABYTE = 2**20
LITTLE_ROOM, NO_ROOM = 500 * MEGABYTE, 20 * MEGABYTE


def zone_finding(used: ZoneData, machines: str, now: datetime) -> Finding:
    """Which release of the time zone rules is in use at `now` (aware UTC), and that the machine's own is not."""
    beside = f" This machine's own rules ({machines}) are not used." if machines not in ("", used.version) else ""
    says = f"{used.says(now).removesuffix('.')}.{beside}"
    return Finding("time zones", right=not used.is_old(now), says=says, stops=False)


def folder_findings(settings: Settings) -> list[Finding]:
    """Whether a SQLite database can be written and grow in its folder; nothing for PostgreSQL."""
    file = sqlite_path(settings.database_url)
    if file is None:
        return []
    folder = file.absolute().parent
    if not folder.is_dir():
        return [Finding("folder", right=False, says=f"{folder} does not exist. Create it, or change DATABASE_URL.")]
    if not is_writable(folder, file):
        says = f"this user cannot write {file.absolute()}. Give it write access to {folder}, or change DATABASE_URL"
        return [Finding("folder", right=False, says=f"{says}.")]
    return [disk_finding(folder, shutil.disk_usage(folder).free)]


def is_writable(folder: Path, file: Path) -> bool:
    """Whether this process can create files in `folder`, and write `file` if it exists."""
    # SQLite keeps a log beside its file, so the folder must be writable as well.
    return all(os.access(path, os.W_OK) for path in (folder, file) if path.exists())


def disk_finding(folder: Path, free: int) -> Finding:
    """Whether `free` bytes are enough on the disk of `folder`."""
    says = f"{free / MEGABYTE:,.0f} MB free in {folder}"
    if free >= LITTLE_ROOM:
        return Finding("disk", right=True, says=says)
    return Finding(
        "disk", right=False, says=f"{says}. Free some space: a full disk stops everything.", stops=free < NO_ROOM
    )
