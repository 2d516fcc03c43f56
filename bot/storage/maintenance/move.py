"""Copies everything from a SQLite file into an empty PostgreSQL database, while the app does not run."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from sqlalchemy import Row, Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import SetupError
from bot.storage.base.rows import across_workspaces
from bot.storage.database import Database, reading
from bot.storage.tables import engine_pulse, metadata

BATCH = 500  # rows
# Without its row, the first process to send takes the database for a restored copy, and first asks Slack about
# everything that was due. So nothing comes twice, even if the file is older than somebody thinks.
TABLES = [table for table in metadata.sorted_tables if table is not engine_pulse]


async def copy_all(source: Database, target: Database) -> int:
    """Copy every row in one transaction; texts and tokens stay sealed as they are. Both have the newest tables.
    Returns how many rows.

    Raises SetupError if the target already holds anything.
    """
    count = 0
    async with reading(source.engine) as there, target.connection() as here:
        for table in metadata.sorted_tables:
            if (await here.execute(across_workspaces(select(table).limit(1)))).first() is not None:
                raise SetupError("The PostgreSQL database already holds data. Give an empty one. Nothing was copied.")
        for table in TABLES:
            names = [column.key for column in table.columns]  # of a row's values; some columns have another name
            async for rows in _pages(there, table):
                await here.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
                count += len(rows)
    return count


async def _pages(connection: AsyncConnection, table: Table) -> AsyncIterator[Sequence[Row[Any]]]:
    """All rows of a table, a batch at a time."""
    keys = list(table.primary_key)
    page = across_workspaces(select(table).order_by(*keys).limit(BATCH))
    rows = (await connection.execute(page)).all()
    while rows:
        yield rows
        last = tuple(rows[-1]._mapping[key] for key in keys)  # noqa: SLF001 - public by SQLAlchemy's docs
        rows = (await connection.execute(page.where(tuple_(*keys) > last))).all()
