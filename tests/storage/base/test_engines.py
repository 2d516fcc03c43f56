"""What the engines of a process share: a statement is compiled once, whichever engine runs it first."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import CacheStats

from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from tests.databases import with_tables_at


@pytest.fixture
def compiled() -> Iterator[list[str]]:
    """The statements that had to be compiled, by any engine."""
    missed: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool) -> None:
        if context.compiled and context.cache_hit is CacheStats.CACHE_MISS:
            missed.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield missed
    event.remove(Engine, "before_cursor_execute", note)


def opened(folder: Path, name: str) -> Database:
    with_tables_at(folder / name)
    return Database(f"sqlite:///{folder / name}", Cipher([new_key()]))


async def test_what_one_engine_has_compiled_no_other_compiles_again(tmp_path: Path, compiled: list[str]) -> None:
    first, second = opened(tmp_path, "first.sqlite3"), opened(tmp_path, "second.sqlite3")
    async with first.transaction("T1") as transaction:
        await transaction.people.get("U1")
    compiled.clear()  # whether or not an earlier test has run the same
    async with first.reading("T1") as transaction:
        await transaction.people.get("U2")
    async with second.transaction("T2") as transaction:
        await transaction.people.get("U3")
    assert compiled == []
    await first.close()
    await second.close()
