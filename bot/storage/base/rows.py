"""Converts between rows and domain objects, and has the statement that differs by database: insert, or update if it
exists.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib import import_module
from operator import attrgetter
from typing import Any, TypeVar

from sqlalchemy import Executable, Table, case, literal_column, or_
from sqlalchemy.ext.asyncio import AsyncConnection

Row = Mapping[str, Any]
ACROSS = "across_workspaces"
_Statement = TypeVar("_Statement", bound=Executable)


def values_of(record: Any, *leave_out: str) -> dict[str, Any]:
    """The fields of a dataclass as column values, except those named; nothing inside is copied or converted."""
    kind: Any = type(record)
    names, values = _fields(kind, leave_out)
    return dict(zip(names, values(record), strict=True))


@cache
def _fields(kind: Any, leave_out: tuple[str, ...]) -> tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]:
    """The names of a dataclass's fields, at least two, and a getter for all their values at once."""
    names = tuple(field.name for field in fields(kind) if field.name not in leave_out)
    return names, attrgetter(*names)


@cache
def _dialect(name: str) -> Any:
    """SQLAlchemy's module for "sqlite" or "postgresql". Loaded late, since a process needs only one of the two."""
    return import_module(f"sqlalchemy.dialects.{name}")


@cache
def _upserting(dialect: str, table: Table, names: tuple[str, ...], newest: tuple[str, ...]) -> Any:
    """The statement for rows with these columns; built once, since building it takes longer than running it."""
    statement = _dialect(dialect).insert(table)
    keys = [column.name for column in table.primary_key]
    changes = {name: statement.excluded[name] for name in names if name not in keys}
    for name in newest:
        is_newer = or_(table.c[name].is_(None), table.c[name] < changes[name])
        changes[name] = case((is_newer, changes[name]), else_=table.c[name])
    return statement.on_conflict_do_update(index_elements=keys, set_=changes)


@cache
def _inserting(dialect: str, table: Table, same: tuple[tuple[str, str], ...]) -> Any:
    statement = _dialect(dialect).insert(table).on_conflict_do_nothing()
    return statement.values({name: literal_column(written) for name, written in same}) if same else statement


async def upsert(
    connection: AsyncConnection, table: Table, values: Row | Sequence[Row], newest: tuple[str, ...] = ()
) -> None:
    """Insert rows; if a primary key already exists, update its other columns, those in `newest` only to more."""
    names = tuple(values if isinstance(values, Mapping) else values[0])
    await connection.execute(_upserting(connection.dialect.name, table, names, newest), values)


async def insert_new(
    connection: AsyncConnection, table: Table, values: Row | Sequence[Row], same: tuple[tuple[str, str], ...] = ()
) -> int:
    """Insert rows that do not exist yet, and leave the others unchanged. Returns how many were inserted. `same`:
    further columns with the one value for all rows, written as SQL.
    """
    result = await connection.execute(_inserting(connection.dialect.name, table, same), values)
    return int(result.rowcount)


def across_workspaces(statement: _Statement) -> _Statement:
    """Marks a statement as meant for all workspaces, as few are: every other one names the workspace, and a watch over
    all tests reports any that does not. If the tables are distributed it asks every server, so it takes no locks.
    """
    return statement.execution_options(**{ACROSS: True})
