"""Counts the statements that the database is asked, beginnings and ends of transactions aside."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements that are asked meanwhile, by whatever engine."""
    asked: list[str] = []

    def count(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")):
            asked.append(statement)

    event.listen(Engine, "before_cursor_execute", count)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", count)


@contextmanager
def questions() -> Iterator[list[tuple[str, Any]]]:
    """What is read meanwhile, by whatever engine: each statement with its values."""
    asked: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, values))

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", keep)


def steps_of(database: sqlite3.Connection, statement: str, values: Any) -> int:
    """How many steps SQLite's own machine takes to answer: as many on any computer, however busy."""
    steps = 0

    def count() -> None:
        nonlocal steps
        steps += 1

    database.set_progress_handler(count, 1)
    database.execute(statement, values).fetchall()
    database.set_progress_handler(None, 0)
    return steps
