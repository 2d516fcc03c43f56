"""Recurring work for all workspaces, each piece taken by one process at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.base.rows import across_workspaces


async def take_turns(
    connection: AsyncConnection, due_at: Column[datetime], is_due: ColumnElement[bool], until: datetime, limit: int
) -> list[Any]:
    """Take up to `limit` rows that are due, the earliest first, and return the values of their keys. They are due again
    at `until`, so that those of a process that dies are taken by another.

    They are searched for in all workspaces without a lock. Each is then moved by a statement of its own that names its
    workspace, unless another process has moved it meanwhile or is about to. So no two processes get the same row, and
    none waits.
    """
    table = due_at.table
    assert isinstance(table, Table)
    key: Sequence[Column[Any]] = list(table.primary_key)
    *_, last = key
    due = select(*key, due_at).where(is_due).order_by(due_at, *key).limit(limit)
    taken: list[Any] = []
    for row in (await connection.execute(across_workspaces(due))).all():
        *values, seen = row
        same = and_(*(column == value for column, value in zip(key, values, strict=True)), due_at == seen)
        free = last.in_(select(last).where(same).with_for_update(skip_locked=True))
        if (await connection.execute(update(table).where(same, free).values({due_at.name: until}))).rowcount:
            taken.append(tuple(values))
    return taken
