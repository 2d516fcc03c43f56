"""Keeps a run of thousands of tests cheap, without changing anything that a test can see. Used by
`tests/conftest.py`.
"""

import gc
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any, cast

import pytest

MEMORY = Path("/dev/shm")
ENOUGH = 2 * 1024**3  # bytes; three workers take a few hundred megabytes, and Docker's default is 64
OFTEN = 200  # tests between two searches for objects that stay
YOUNG = 10_000  # new objects before Python looks for garbage among them; its default of 700 is soon reached

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

# A process that imports aiohttp reads the system's certificates twice, a tenth of a second of CPU time. No test needs
# them; Python would still look up single ones in the system's folder.
NO_CERTIFICATES = {"SSL_CERT_FILE": os.devnull}  # for the environment of a process


def use_no_certificates() -> None:
    """Keep the processes that tests run in, and those they start, from reading the list of certificates."""
    os.environ.update(NO_CERTIFICATES)


def use_memory() -> None:
    """Put temporary files in memory if there is room: a commit waits for a disk, and there are tens of thousands. This
    includes processes that tests start.
    """
    if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ENOUGH:
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def use_no_threads() -> None:
    """Run SQLite in the event loop, as the demo's page does: half of a statement's cost is waking a thread and being
    woken by it. Processes that tests start have their threads, as do tests with the fixture `in_threads`.
    """
    database_defaults()["in_loop"] = True


def database_defaults() -> dict[str, Any]:
    """The default arguments with which a database is made."""
    from bot.storage.database import Database  # noqa: PLC0415 - not needed to hand out tests

    return cast("dict[str, Any]", Database.__init__.__kwdefaults__)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the long ones first; tests with the same place keep their random order."""
    items.sort(key=lambda item: _place(item.nodeid.removeprefix("tests/")))


def _place(name: str) -> int:
    """A test's place in `LONG`; all others come last."""
    return next((place for place, long in enumerate(LONG) if name.startswith(long)), len(LONG))


def pytest_collection_finish() -> None:
    """Exempt everything imported so far from garbage collection, which would look through it again and again."""
    gc.freeze()
    gc.set_threshold(YOUNG)


def pytest_runtest_logfinish() -> None:
    """Now and then, exempt what has been loaded since, and stays."""
    global _done  # noqa: PLW0603 - a process runs one test after another
    _done += 1
    if _done % OFTEN == 0:
        gc.collect()
        gc.freeze()
