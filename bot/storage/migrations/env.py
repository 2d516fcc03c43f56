"""Alembic's entry: runs inside the connection that `bot.storage.migrate` hands over, or opens one of its own."""

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy import Connection, TypeDecorator
from sqlalchemy.ext.asyncio import create_async_engine

from bot.storage.tables import metadata


def plain_type(kind: str, thing: Any, _context: object) -> str | Literal[False]:
    """A migration is history: it names the database's own types, never ours, which may change."""
    return f"sa.{thing.impl!r}" if kind == "type" and isinstance(thing, TypeDecorator) else False


def run(connection: Connection) -> None:
    tables = context.config.attributes.get("tables", metadata)
    context.configure(connection, target_metadata=tables, render_as_batch=True, render_item=plain_type)
    with context.begin_transaction():
        context.run_migrations()


async def run_alone() -> None:
    engine = create_async_engine("sqlite+aiosqlite://")  # `alembic revision --autogenerate` compares with an empty file
    async with engine.begin() as connection:
        await connection.run_sync(run)
    await engine.dispose()


given = context.config.attributes.get("connection")
if given is None:
    asyncio.run(run_alone())
else:
    run(given)
