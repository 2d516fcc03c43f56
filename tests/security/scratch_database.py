"""A database on which thousands of stories are played one after another, as cheaply as possible.

Nothing here changes what the use cases do, with two exceptions: what comes next is not planned again after each, and
nobody checks how many prompts somebody left unanswered. Neither holds an answer, and they took a third of the time.
"""

import gc
import sqlite3
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import cache
from pathlib import Path
from unittest.mock import patch

from bot.services.context import Context
from bot.services.people.after_restore import erase_again
from bot.services.planning.recurring import ignored_prompts, replan
from bot.services.services import Services
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.base.engines import STATEMENTS, CompiledStatements
from content.libraries import Libraries
from content.library import load_library
from tests.databases import with_tables_at
from tests.fakes import FakeDirectory, MovableClock
from tests.security.sync_database import SyncDatabase

SELDOM = 50_000  # new objects before Python looks for garbage, which took a sixth of the time


@asynccontextmanager
async def ground() -> AsyncIterator[tuple[Context, Services]]:
    """A database for many stories; `anew` empties it for the next."""
    async with cheap_database() as database:
        context = Context(database, FakeDirectory(), Libraries(only=load_library()), MovableClock())
        yield context, Services(context)


def anew(context: Context) -> tuple[Context, Services]:
    """The same ground with nothing on it: nobody in the database or in Slack, and the clock back at its start."""
    in_memory(context).become(_empty())
    fresh = Context(context.database, FakeDirectory(), context.libraries, MovableClock())
    return fresh, Services(fresh)


@asynccontextmanager
async def cheap_database() -> AsyncIterator[SyncDatabase]:
    """A database without threads, waiting or plans."""
    database = _like(_empty(), _cipher())
    with _without_plans(), _seldom_looking_for_garbage():
        try:
            yield database
        finally:
            await database.close()


def in_memory(context: Context) -> SyncDatabase:
    """A ground's database."""
    assert isinstance(context.database, SyncDatabase)
    return context.database


async def restored(context: Context, copy: sqlite3.Connection) -> None:
    """Put everything back to what it was, as `python -m bot restore` does."""
    database = in_memory(context)
    former = _like(database.memory, database.cipher)
    database.become(copy)
    await erase_again(database, former, context.clock())
    await former.close()


def _like(template: sqlite3.Connection, cipher: Cipher) -> SyncDatabase:
    """A database that begins as a copy of `template`, and reuses the statements that another has compiled."""
    database = SyncDatabase(template, cipher)
    database.engine.sync_engine.update_execution_options(compiled_cache=_statements())
    return database


@cache
def _statements() -> CompiledStatements:
    return CompiledStatements(STATEMENTS)


@cache
def _cipher() -> Cipher:
    return Cipher([new_key()])


@cache
def _empty() -> sqlite3.Connection:
    """All tables, and nothing in them."""
    memory = sqlite3.connect(":memory:")
    with tempfile.TemporaryDirectory() as folder:
        with_tables_at(Path(folder) / "ground.sqlite3")
        file = sqlite3.connect(f"{folder}/ground.sqlite3")
        file.backup(memory)
        file.close()
    return memory


@contextmanager
def _seldom_looking_for_garbage() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def _without_plans() -> Iterator[None]:
    async def plan_nothing(*_arguments: object) -> None:
        """Do not plan what comes next."""

    async def none(*_arguments: object) -> int:
        return 0

    with ExitStack() as stack:
        for name, module in list(sys.modules.items()):
            if name.startswith("bot.services."):
                for function, stand_in in ((replan, plan_nothing), (ignored_prompts, none)):
                    if getattr(module, function.__name__, None) is function:
                        stack.enter_context(patch.object(module, function.__name__, stand_in))
        yield
