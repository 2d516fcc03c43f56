"""Alembic's entry point: runs inside the connection that `bot.storage.migrate` passes, and refuses to run without
it.
"""

from typing import Any, Literal

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection, TypeDecorator

from bot.storage.tables import metadata


def plain_type(kind: str, column_type: Any, _context: object) -> str | Literal[False]:
    """The database's own name for a column type. Migrations are history, and our types may change."""
    return f"sa.{column_type.impl!r}" if kind == "type" and isinstance(column_type, TypeDecorator) else False


def run(connection: Connection) -> None:
    tables = context.config.attributes.get("tables", metadata)
    context.configure(connection, target_metadata=tables, render_as_batch=True, render_item=plain_type)
    with context.begin_transaction():
        context.run_migrations()


NO = (
    "Do not use `alembic` itself. `python -m bot migrate` brings the tables up to date, `make migration` writes a "
    "migration. The tables cannot be downgraded: restore the backup from before the upgrade."
)

connection = context.config.attributes.get("connection")
if connection is None:
    raise CommandError(NO)
run(connection)
