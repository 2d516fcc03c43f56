"""Re-encrypts everything with the newest key, batch by batch, while the app runs."""

from dataclasses import dataclass

from cryptography.fernet import InvalidToken
from sqlalchemy import Table, and_, select, tuple_, update

from bot.storage.base.cipher import Cipher
from bot.storage.base.rows import across_workspaces
from bot.storage.database import Database
from bot.storage.tables import metadata

BATCH = 200


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """The result for one table: how many rows were re-encrypted, and how many hold something that no key opens."""

    changed: int
    unreadable: int


async def rekey(database: Database) -> dict[str, Rekeyed]:
    """Seal every text and token under an older key again with the newest one. Returns the results by table.

    Values written meanwhile are sealed with the newest key anyway, and never overwritten here. Values that no key opens
    stay as they are: the right key may turn up again, and one lost row must not leave all others under the old key.
    """
    return {table.name: await _table(database, table) for table in metadata.sorted_tables if _sealed(table)}


def _sealed(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name.endswith("_sealed")]


async def _table(database: Database, table: Table) -> Rekeyed:
    keys, names = list(table.primary_key), _sealed(table)
    columns = [*keys, *(table.c[name] for name in names)]
    last: tuple[object, ...] | None = None
    changed = unreadable = 0
    while True:
        page = across_workspaces(select(*columns).order_by(*keys).limit(BATCH))
        if last is not None:
            page = page.where(tuple_(*keys) > last)
        async with database.connection() as connection:
            rows = (await connection.execute(page)).all()
            for row in rows:
                row_mapping = row._mapping  # noqa: SLF001 - public by SQLAlchemy's docs
                fresh = {name: _resealed(database.cipher, row_mapping[name]) for name in names}
                unreadable += None in fresh.values()
                new = {name: text for name, text in fresh.items() if text not in (None, row_mapping[name])}
                if new:
                    same = and_(*(table.c[column.name] == row_mapping[column.name] for column in columns))
                    changed += (await connection.execute(update(table).where(same).values(new))).rowcount
        if len(rows) < BATCH:
            return Rekeyed(changed, unreadable)
        last = tuple(rows[-1])[: len(keys)]


def _resealed(cipher: Cipher, sealed: str) -> str | None:
    """The text under the newest key; None if no key opens it."""
    try:
        return cipher.reseal(sealed)
    except InvalidToken:
        return None
