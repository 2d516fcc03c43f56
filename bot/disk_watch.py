"""Watches the disk of a SQLite database: whether there is room, and whether its file is still there."""

from bot import log
from bot.storage.database import Database

logger = log.get(__name__)

FULL = "The database's disk is full, so nothing can be recorded. Free some space."
GONE = (
    "The database file was removed or replaced while the app runs, so nothing is written any more. Stop the app, put "
    "the file back, and restart."
)


class DiskWatch:
    """Reports each problem once, until it is solved."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._said: set[str] = set()

    def is_well(self) -> bool:
        """Whether what is recorded now will still be there later; on PostgreSQL always True, as far as we can see."""
        has_file = self._note("database_file_gone", GONE, is_well=self._database.is_in_place())
        has_room = self._note("disk_full", FULL, is_well=self._database.has_room())
        return has_file and has_room

    def _note(self, event: str, why: str, *, is_well: bool) -> bool:
        if is_well:
            self._said.discard(event)
        elif event not in self._said:
            self._said.add(event)
            logger.error(event, why=why)
        return is_well
