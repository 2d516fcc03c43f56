"""What each process that runs tests has: the hooks that watch them, and the fixtures that most of them need, which are
the library, a fresh database, a movable clock, and the use cases over them. Loaded by `tests/conftest.py`.
"""

import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.services.context import Context
from bot.services.services import Services
from bot.storage.database import Database
from content.libraries import Libraries
from content.library import load_library
from content.models import Library
from tests.collecting import pytest_collection  # noqa: F401 - pytest finds its hooks here
from tests.databases import (  # noqa: F401 - the same
    emptied,
    emptying,
    postgres,
    postgres_database,
    postgres_url,
    sqlite_database,
)
from tests.fakes import FakeDirectory, MovableClock
from tests.ids import pytest_make_parametrize_id  # noqa: F401 - pytest finds its hooks here
from tests.leaks import (  # noqa: F401 - pytest finds its hooks here
    pytest_configure,
    pytest_runtest_makereport,
    pytest_unconfigure,
)
from tests.speedups import (  # noqa: F401 - as above
    database_defaults,
    pytest_collection_finish,
    pytest_collection_modifyitems,
    pytest_runtest_logfinish,
    use_no_threads,
)

if TYPE_CHECKING:
    from tests.office import Office


pytest_plugins = ["tests.workspaces_named"]


def pytest_sessionstart() -> None:
    """Begin as every process that runs tests does."""
    use_no_threads()


@pytest.fixture(scope="session")
def library() -> Library:
    """The shipped English content."""
    return load_library()


@pytest.fixture
def restored_logging() -> Iterator[None]:
    """Restores logging and structlog after a test that configures them; tests/leaks.py configures structlog for all
    others, since its defaults would print every local variable in a traceback.
    """
    before, ours = (logging.getLogger().handlers[:], logging.getLogger().level), structlog.get_config()
    yield
    logging.getLogger().handlers[:], logging.getLogger().level = before
    structlog.configure(**ours)


@pytest.fixture
def in_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite runs in a thread per connection, as it does everywhere except in tests and the demo."""
    monkeypatch.setitem(database_defaults(), "in_loop", False)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def directory() -> FakeDirectory:
    return FakeDirectory()


@pytest.fixture
def database(sqlite_database: Database) -> Database:  # noqa: F811 - how pytest hands a fixture over
    """An empty SQLite file with every table."""
    return sqlite_database


@pytest.fixture
def context(database: Database, directory: FakeDirectory, library: Library, clock: MovableClock) -> Context:
    return Context(database, directory, Libraries(only=library), clock)


@pytest.fixture
def services(context: Context) -> Services:
    return Services(context)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator["Office"]:
    """The real bot on the local Slack, with a team to act as and a clock to move."""
    from tests.office import opened  # noqa: PLC0415 - only tests in the office need the whole bot

    async with opened(tmp_path) as office:
        yield office
