"""What most tests need: the library, a fresh database, a clock that is a variable, and the use cases over them."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.services.suite import Services, build_services
from bot.services.tools import Tools
from bot.storage.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.tables import metadata
from content.library import load_library
from content.models import Library
from tests.fakes import FakeDirectory, MovableClock
from tests.leaks import (  # noqa: F401 - pytest finds its hooks here
    pytest_configure,
    pytest_runtest_makereport,
    pytest_unconfigure,
)

if TYPE_CHECKING:
    from tests.office import Office


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped English content."""
    return load_library()


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def directory() -> FakeDirectory:
    return FakeDirectory()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """An empty SQLite file with every table."""
    database = Database(f"sqlite:///{tmp_path}/test.sqlite3", Cipher([new_key()]))
    async with database.engine.begin() as connection:
        await connection.run_sync(metadata.create_all)
    yield database
    await database.close()


@pytest.fixture
def tools(database: Database, directory: FakeDirectory, library: Library, clock: MovableClock) -> Tools:
    return Tools(database, directory, library, clock)


@pytest.fixture
def services(tools: Tools) -> Services:
    return build_services(tools)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator["Office"]:
    """The real bot on the local Slack, with a team to act as and a clock to move."""
    from tests.office import opened  # noqa: PLC0415 - only who acts in the office needs the whole bot

    async with opened(tmp_path) as office:
        yield office
