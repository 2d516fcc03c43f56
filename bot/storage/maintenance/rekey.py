"""Seals everything anew with the newest key, batch by batch, while the app runs."""

from sqlalchemy import Table, and_, select, tuple_, update

from bot.storage.database import Database
from bot.storage.tables import metadata

BATCH = 200


async def rekey(database: Database) -> dict[str, int]:
    """Seal every text and token that an older key sealed with the newest one; how many rows changed, by table.

    What is written meanwhile is sealed with the newest key anyway, and never overwritten here. Raises
    cryptography.fernet.InvalidToken where no key opens something; what was done until then stays done.
    """
    return {table.name: await _table(database, table) for table in metadata.sorted_tables if _sealed(table)}


def _sealed(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.name.endswith("_sealed")]


async def _table(database: Database, table: Table) -> int:
    keys, names = list(table.primary_key), _sealed(table)
    columns = [*keys, *(table.c[name] for name in names)]
    last: tuple[object, ...] | None = None
    changed = 0
    while True:
        page = select(*columns).order_by(*keys).limit(BATCH)
        if last is not None:
            page = page.where(tuple_(*keys) > last)
        async with database.connection() as connection:
            rows = (await connection.execute(page)).all()
            for row in rows:
                row_mapping = row._mapping  # noqa: SLF001 - public by SQLAlchemy's docs
                fresh = {name: database.cipher.reseal(row_mapping[name]) for name in names}
                if any(fresh[name] != row_mapping[name] for name in names):
                    same = and_(*(table.c[column.name] == row_mapping[column.name] for column in columns))
                    changed += (await connection.execute(update(table).where(same).values(fresh))).rowcount
        if len(rows) < BATCH:
            return changed
        last = tuple(rows[-1])[: len(keys)]
