"""What keeps a run of thousands of tests cheap, and changes nothing that a test can see.
`tests/conftest.py` takes it up.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, cast

import pytest

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 1024**3  # bytes; three workers take a few hundred megabytes, and Docker gives a container 64 by itself
OFTEN = 200  # tests between two searches for what stays
YOUNG = 10_000  # new objects before Python looks for garbage among them; its own 700 are soon made

# Tests that take seconds begin first, in this order, so that no worker is left alone with one at the end.
LONG = (
    "playground/page/test_scenarios.py::test_the_finished_quarter",
    "playground/page/test_scenarios.py",
    "scenarios/test_process.py",
    "scenarios/test_demo.py",
    "scenarios/test_rescues_less.py",
    "scenarios/test_promises.py",
    "security/",
    "web/test_crash.py",
    "delivery/test_crash.py",
    "playground/page/test_pictures.py",
    "year/",
    "delivery/test_facts.py",
    "domain/checkins/test_insights.py",
)
_done = 0

# A process that imports aiohttp reads the system's certificates twice, a tenth of a second of computing. No test goes
# where they would be asked for; Python would still look for single ones in the system's folder.
NO_CERTIFICATES = {"SSL_CERT_FILE": os.devnull}  # for the environment of a process


def use_no_certificates() -> None:
    """Let the processes that tests run in, and those that they start, read no list of certificates."""
    os.environ.update(NO_CERTIFICATES)


def use_memory() -> None:
    """Put temporary files into memory where there is room for them: a commit waits for a disk, and there are tens of
    thousands. Processes that tests start follow.
    """
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def use_no_threads() -> None:
    """Let SQLite work in the event loop, as the demo's page does: half of what a statement costs is waking a thread and
    being woken by it. Processes that tests start have their threads, and so have tests with the fixture `in_threads`.
    """
    database_defaults()["in_loop"] = True


def database_defaults() -> dict[str, Any]:
    """How a database is made where nothing is said of it."""
    from bot.storage.database import Database  # noqa: PLC0415 - who only hands tests out needs none of it

    return cast("dict[str, Any]", Database.__init__.__kwdefaults__)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; those of a place in the order that chance has given them."""
    items.sort(key=lambda item: _place(item.nodeid.removeprefix("tests/")))


def _place(name: str) -> int:
    """Where in `LONG` a test stands; all others come after it."""
    return next((place for place, long in enumerate(LONG) if name.startswith(long)), len(LONG))


def pytest_collection_finish() -> None:
    """Exempt everything that is imported by now from garbage collection, which would look through it again
    and again.
    """
    gc.freeze()
    gc.set_threshold(YOUNG)


def pytest_runtest_logfinish() -> None:
    """Exempt now and then what has been loaded since, and stays."""
    global _done  # noqa: PLW0603 - one process runs one test after the other
    _done += 1
    if _done % OFTEN == 0:
        gc.collect()
        gc.freeze()
