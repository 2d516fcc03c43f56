"""Between rows and domain objects, and the one statement that differs by database: insert or, if there, update."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]


def values_of(thing: Any, *leave_out: str) -> dict[str, Any]:
    """The fields of a dataclass as column values, without those named; nothing inside is copied or converted."""
    kind: Any = type(thing)
    return {name: getattr(thing, name) for name in _names(kind) if name not in leave_out}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def _insert(connection: AsyncConnection, table: Table) -> Any:
    return (postgresql_insert if connection.dialect.name == "postgresql" else sqlite_insert)(table)


async def upsert(connection: AsyncConnection, table: Table, values: Row | Sequence[Row]) -> None:
    """Insert rows; where a primary key is there already, its other columns get the new values."""
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    first = values if isinstance(values, Mapping) else values[0]
    changes = {name: statement.excluded[name] for name in first if name not in keys}
    await connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes), values)


async def insert_new(connection: AsyncConnection, table: Table, values: Row | Sequence[Row]) -> int:
    """Insert rows that are not there yet, and leave those that are; how many went in."""
    result = await connection.execute(_insert(connection, table).on_conflict_do_nothing(), values)
    return int(result.rowcount)
