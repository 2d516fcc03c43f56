"""Rows of any table, made from its columns alone, for what has to hold in every table."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, String, Table, Time, insert, select

from bot.domain.time.hours import Hours
from bot.storage.base.types import (
    EarlierDays,
    EnumText,
    HoursText,
    KindSet,
    Length,
    NameList,
    TeamGrants,
    UtcDateTime,
    Weekdays,
)
from bot.storage.database import Database
from bot.storage.tables import metadata

NOW, DAY = datetime(2026, 10, 19, 6, 30, tzinfo=UTC), date(2026, 10, 19)
# What a column holds unless told otherwise; derived types come before those that they derive from.
PLAIN: tuple[tuple[type, Any], ...] = (
    (UtcDateTime, NOW),
    (NameList, ()),
    (EarlierDays, ()),
    (TeamGrants, ()),
    (Weekdays, frozenset()),
    (KindSet, frozenset()),
    (HoursText, Hours(time(8), time(18))),
    (Length, timedelta(minutes=45)),
    (Boolean, False),
    (Integer, 1),
    (JSON, {}),
    (Date, DAY),
    (Time, time(9)),
    (DateTime, NOW.replace(tzinfo=None)),
)

RowOf = tuple[Table, dict[str, Any]]


def row(table: Table, name: str, workspace_id: str = "T1", **given: Any) -> RowOf:
    """A row in which every text is `name`, unless given; what may be missing is left out."""
    key = "workspace_id" if "workspace_id" in table.c else "id"
    return table, {column.key: _plain(column, name) for column in table.columns} | {key: workspace_id} | given


def _plain(column: Column[Any], name: str) -> Any:
    if column.nullable:
        return None
    if isinstance(column.type, EnumText):
        return next(iter(column.type.kind))
    if isinstance(column.type, String):
        return "" if column.name.endswith("_sealed") else name
    return next(value for kind, value in PLAIN if isinstance(column.type, kind))


async def put(database: Database, rows: Iterable[RowOf]) -> None:
    """Insert rows, with one statement for each run of rows of the same table."""
    async with database.connection() as connection:
        for table, group in groupby(rows, key=itemgetter(0)):
            await connection.execute(insert(table), [values for _, values in group])


async def there(database: Database) -> list[str]:
    """All rows of all tables as texts, independent of the database's order."""
    async with database.connection() as connection:
        found = [
            (table, {column.key: value for column, value in zip(table.columns, each, strict=True)})
            for table in metadata.sorted_tables
            for each in (await connection.execute(select(table))).all()
        ]
    return as_texts(found)


def as_texts(rows: Iterable[RowOf]) -> list[str]:
    """Rows as `there` gives them."""
    return sorted(f"{table.name} {values}" for table, values in rows)
