"""One database on which thousands of stories are played, each in a workspace of its own, as cheaply as can be.

Nothing here changes what the use cases do, but for one thing: what comes next is not planned anew after each of them,
since plans hold no answers, and making them took a third of the time.
"""

import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import event, select

from bot.services.context import Context
from bot.services.people.erased import keep, promised
from bot.services.planning.recurring import replan
from bot.services.services import Services, build_services
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.tables import metadata
from content.libraries import Libraries
from content.library import load_library
from tests.databases import with_tables_at
from tests.fakes import FakeDirectory, MovableClock

HELD = [table for table in metadata.sorted_tables if "workspace_id" in table.c]
Copy = dict[str, list[dict[str, Any]]]


@asynccontextmanager
async def ground() -> AsyncIterator[tuple[Context, Services]]:
    """One database for many stories."""
    async with cheap_database() as database:
        context = Context(database, FakeDirectory(), Libraries(only=load_library()), MovableClock())
        yield context, build_services(context)


@asynccontextmanager
async def cheap_database() -> AsyncIterator[Database]:
    """A database without threads, waits and plans."""
    with tempfile.TemporaryDirectory() as folder, _without_plans():
        with_tables_at(Path(folder) / "ground.sqlite3")
        database = Database(f"sqlite:///{folder}/ground.sqlite3", Cipher([new_key()]), in_loop=True)
        event.listen(database.engine.sync_engine, "connect", _never_wait_for_the_disk)
        try:
            yield database
        finally:
            await database.close()


def _never_wait_for_the_disk(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF").close()


@contextmanager
def _without_plans() -> Iterator[None]:
    async def plan_nothing(*_arguments: object) -> None:
        """Leave what comes next as it is."""

    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("bot.services.") and getattr(module, "replan", None) is replan:
                stack.enter_context(patch.object(module, "replan", plan_nothing))
        yield


async def copied(database: Database, workspace_id: str) -> Copy:
    """Everything that is held of a workspace, as a backup would hold it."""
    async with database.engine.connect() as connection:
        return {
            table.name: [
                {column.key: row._mapping[column] for column in table.c}
                for row in await connection.execute(select(table).where(table.c.workspace_id == workspace_id))
            ]
            for table in HELD
        }


async def restored(context: Context, workspace_id: str, copy: Copy) -> None:
    """Put a workspace back to what it was, as `python -m bot restore` does."""
    async with context.database.transaction(workspace_id) as transaction:
        newer = await promised(transaction)
    async with context.database.engine.begin() as connection:
        for table in reversed(HELD):
            await connection.execute(table.delete().where(table.c.workspace_id == workspace_id))
        for table in HELD:
            if rows := copy[table.name]:
                await connection.execute(table.insert(), rows)
    await keep(context.database, workspace_id, newer, context.clock())
