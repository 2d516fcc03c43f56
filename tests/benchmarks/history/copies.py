"""Copies of a played story: a SQLite file, and row by row in PostgreSQL."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select, text

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database, reading
from bot.storage.tables import metadata

AT_ONCE = 500  # rows per statement


def copy_file(story: Path, to: Path) -> None:
    """Copy a SQLite file that is in use."""
    with closing(sqlite3.connect(story)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=WAL").close()


async def copy_rows(story: Path, url: str) -> None:
    """Copy every row of a SQLite file into a database made by the migrations."""
    source, target = (Database(each, Cipher([new_key()])) for each in (f"sqlite:///{story}", url))
    try:
        async with reading(source.engine) as there, target.connection() as here:
            for table in metadata.sorted_tables:
                await here.execute(table.delete())  # a row that the migrations made
                keys = [column.key for column in table.columns]  # which for some columns differ from their names
                rows = [dict(zip(keys, row, strict=True)) for row in await there.execute(select(table))]
                for begin in range(0, len(rows), AT_ONCE):
                    await here.execute(table.insert(), rows[begin : begin + AT_ONCE])
        async with target.engine.connect() as here:
            # As PostgreSQL's autovacuum does while rows come in one by one: without it there are no index-only scans.
            # A vacuum ignores commits that are not yet on disk.
            await here.execution_options(isolation_level="AUTOCOMMIT")
            for statement in ("SET synchronous_commit TO on", "CHECKPOINT", "VACUUM ANALYZE"):
                await here.execute(text(statement))
    finally:
        await source.close()
        await target.close()
