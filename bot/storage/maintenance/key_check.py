"""Tries the keys on sealed values, so that a wrong key is noticed before anything is written with it."""

from collections import Counter
from dataclasses import dataclass
from functools import cache

from cryptography.fernet import InvalidToken
from sqlalchemy import TextClause, text

from bot.errors import SetupError
from bot.storage.base.cipher import Cipher
from bot.storage.base.rows import across_workspaces
from bot.storage.database import Database, reading
from bot.storage.tables import metadata

A_FEW = 3  # of each column, at start-up
MANY = 200  # of each column, for the doctor and for a backup


@dataclass(frozen=True, slots=True)
class KeyTrial:
    """The result of a trial: how many sealed values were tried, and how many of them no key opens, by table."""

    tried: int
    unreadable: dict[str, int]

    @property
    def opens_nothing(self) -> bool:
        """Whether there were sealed values and none of them could be opened."""
        return 0 < self.tried == sum(self.unreadable.values())


async def try_keys(database: Database, most: int) -> KeyTrial:
    """Try to open at most `most` values of every sealed column; changes and shows nothing."""
    async with reading(database.engine) as connection:
        values = (await connection.execute(_some_sealed(most))).all()
    unreadable = Counter(table for table, sealed in values if not _opens(database.cipher, sealed))
    return KeyTrial(len(values), dict(unreadable))


async def require_key(database: Database) -> None:
    """Raise SetupError if the keys open none of the sealed values: they belong to another database."""
    if (await try_keys(database, A_FEW)).opens_nothing:
        raise SetupError(
            "The key decrypts nothing in the database: it belongs to another one. Put the right key into "
            "ENCRYPTION_KEYS, after a new one if you are changing it. The .key file beside a SQLite file counts only "
            "if ENCRYPTION_KEYS is not set."
        )


@cache
def _some_sealed(most: int) -> TextClause:
    """At most `most` values of each sealed column with the name of their table, in one statement: the start waits for
    it, and compiling it from SQLAlchemy's parts took longer than running it.
    """
    sealed = [column for table in metadata.sorted_tables for column in table.columns if column.name.endswith("_sealed")]
    some = (
        f"SELECT '{column.table.name}', {column.name} FROM (SELECT {column.name} FROM {column.table.name}"  # noqa: S608 - the names are our own
        f" WHERE {column.name} <> '' LIMIT {most}) AS a_few"
        for column in sealed
    )
    return across_workspaces(text(" UNION ALL ".join(some)))


def _opens(cipher: Cipher, sealed: str) -> bool:
    try:
        cipher.open(sealed)
    except InvalidToken:
        return False
    return True
