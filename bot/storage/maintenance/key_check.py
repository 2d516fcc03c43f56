"""Tries the keys on sealed values, so that a wrong key is noticed before anything is written with it."""

from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from sqlalchemy import Table, select

from bot.errors import SetupError
from bot.storage.database import Database, reading
from bot.storage.tables import metadata

A_FEW = 3  # of each column, at a start
MANY = 200  # of each column, for the doctor


@dataclass(frozen=True, slots=True)
class KeyTrial:
    """The result of a trial: how many sealed values were tried, and how many of them no key opens, by table."""

    tried: int
    unreadable: dict[str, int]

    @property
    def opens_nothing(self) -> bool:
        """Whether there were sealed values and none of them could be opened."""
        return 0 < self.tried == sum(self.unreadable.values())


async def try_keys(database: Database, most: int = MANY) -> KeyTrial:
    """Try to open at most `most` values of every sealed column; nothing is changed and nothing is shown."""
    tried, unreadable = 0, {}
    for table in metadata.sorted_tables:
        count, failed = await _try_table(database, table, most)
        tried += count
        if failed:
            unreadable[table.name] = failed
    return KeyTrial(tried, unreadable)


async def require_key(database: Database) -> None:
    """Raise SetupError where the keys open none of the sealed values: they belong to another database."""
    if (await try_keys(database, A_FEW)).opens_nothing:
        raise SetupError(
            "The key opens nothing of what the database holds: it is another database's. Put the right one into "
            "ENCRYPTION_KEYS, or beside the SQLite file as its .key, from your backup."
        )


async def _try_table(database: Database, table: Table, most: int) -> tuple[int, int]:
    """How many values of a table were tried, and how many of them no key opens."""
    tried = failed = 0
    for column in (column for column in table.columns if column.name.endswith("_sealed")):
        async with reading(database.engine) as connection:
            values = (await connection.scalars(select(column).where(column != "").limit(most))).all()
        tried += len(values)
        for value in values:
            try:
                database.cipher.open(value)
            except InvalidToken:
                failed += 1
    return tried, failed
