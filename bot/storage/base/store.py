"""The base class of stores: a connection inside a transaction, and the one workspace that the store can see."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    CursorResult,
    Delete,
    Row,
    Select,
    Table,
    Update,
    and_,
    delete,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.base.cipher import Cipher
from bot.storage.base.prebuilt import BoundStatement
from bot.storage.base.rows import upsert, values_of

KEPT = 2048  # conditions and statements kept, one for each table and workspace


class _LastNames:
    """The column names of the statement whose rows were read last: SQLAlchemy makes them again for every row, which
    took longer than the rest of reading one.
    """

    statement: object = None
    names: tuple[str, ...] = ()


def _names_of(row: Row[Any]) -> tuple[str, ...]:
    statement = row._parent  # noqa: SLF001 - shared by all rows of one statement; without it names are made each time
    if _LastNames.statement is not statement:
        _LastNames.statement, _LastNames.names = statement, row._fields
    return _LastNames.names


@lru_cache(KEPT)
def _in_workspace(table: Table, workspace_id: str) -> ColumnElement[bool]:
    """The condition of every statement; building one takes SQLAlchemy longer than it takes SQLite to find a row by
    it.
    """
    condition: ColumnElement[bool] = table.c.workspace_id == workspace_id
    return condition


@lru_cache(KEPT)
def _select_all(table: Table, workspace_id: str) -> Select[Any]:
    return select(table).where(_in_workspace(table, workspace_id))


class WorkspaceRows:
    """Reads and writes rows of one workspace, in any table."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._connection = connection
        self.workspace_id = workspace_id

    def _here(self, table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return and_(_in_workspace(table, self.workspace_id), *conditions)


class Store(WorkspaceRows):
    """Reads and writes the rows of one workspace in one table. Each store sets `table`."""

    table: Table

    def _mine(self, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return self._here(self.table, *conditions)

    def _select(self, *conditions: ColumnElement[bool]) -> Select[Any]:
        return _select_all(self.table, self.workspace_id).where(*conditions)

    def _update(self, *conditions: ColumnElement[bool]) -> Update:
        return update(self.table).where(self._mine(*conditions))

    def _delete(self, *conditions: ColumnElement[bool]) -> Delete:
        return delete(self.table).where(self._mine(*conditions))

    async def _all(self, statement: Select[Any] | CompoundSelect[Any] | BoundStatement) -> Sequence[Row[Any]]:
        rows: Sequence[Row[Any]] = (await self._asked(statement)).all()
        return rows

    async def _first(self, statement: Select[Any] | BoundStatement) -> Row[Any] | None:
        """The first row, or None. A prebuilt statement already asks for no more rows than it needs."""
        asked = statement if isinstance(statement, BoundStatement) else statement.limit(1)
        row: Row[Any] | None = (await self._asked(asked)).first()
        return row

    async def _asked(self, statement: Select[Any] | CompoundSelect[Any] | BoundStatement) -> CursorResult[Any]:
        made, values = (
            (statement.statement, statement.values) if isinstance(statement, BoundStatement) else (statement, None)
        )
        result: CursorResult[Any] = await self._connection.execute(made, values)
        return result

    async def _save(self, record: Any, *leave_out: str, **columns: Any) -> None:
        """Write one domain object, with `columns` in addition to its fields or instead of them."""
        values = {"workspace_id": self.workspace_id} | values_of(record, *leave_out) | columns
        await upsert(self._connection, self.table, values)


class SealedStore(Store):
    """A store of texts that only the cipher opens."""

    def __init__(self, connection: AsyncConnection, workspace_id: str, cipher: Cipher) -> None:
        super().__init__(connection, workspace_id)
        self._cipher = cipher


def fields_of(row: Row[Any], *leave_out: str) -> dict[str, Any]:
    """A row as keyword arguments for its domain object, without the columns in `leave_out`."""
    fields = dict(zip(_names_of(row), row, strict=True))
    for name in leave_out:
        del fields[name]
    return fields
