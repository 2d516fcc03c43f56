"""What collecting thousands of tests in several workers costs once, and not once a worker. `tests/conftest.py` takes it
up.
"""

import gc
import sys
from collections.abc import Generator
from contextlib import suppress
from importlib import import_module
from types import ModuleType

import pytest

from tests.code import SHIPPED, modules


def use_no_seeds(config: pytest.Config) -> None:
    """Shuffle the tests, and leave the state of `random` as it is: each test that looks at chance has a `Random` of its
    own, and the plugin keeps three states a test, which takes a fifth of what a small test costs.
    """
    if config.pluginmanager.hasplugin("randomly"):
        config.option.randomly_reset_seed = False


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, None, None]:
    """Import what is needed beforehand, and look for garbage from the end on; `tests/conftest.py` has stopped that."""
    try:
        _begin_elsewhere(session.config)
        yield
    finally:
        gc.enable()


def _begin_elsewhere(config: pytest.Config) -> None:
    """What each of several workers has to know comes from files of which each makes a part, beginning elsewhere."""
    given: dict[str, str] = getattr(config, "workerinput", {})
    if not given or config.args != config.getini("testpaths"):
        return
    worker, workers = int(given["workerid"].removeprefix("gw")), int(given["workercount"])
    for name in in_turn(worker, workers):
        with suppress(Exception, pytest.skip.Exception):  # collecting it says what is wrong
            import_module(name)
    with suppress(ImportError):  # it is Hypothesis's own, which reads them all by itself where it is gone
        from hypothesis.internal.constants_ast import constants_from_module  # noqa: PLC0415 - who hands out needs none

        for module in read_in_turn(worker, workers):
            constants_from_module(module)


def in_turn(worker: int, workers: int) -> list[str]:
    """What one of several workers imports. Each begins elsewhere: in a fresh clone pytest rewrites the assertions of
    every test module, which takes longer than importing it; so each rewrites a part, and finds the others done when it
    gets there. Before the tests comes what prepares them: how Hypothesis runs is said in a `conftest.py`.
    """
    known = modules("tests")
    tests = [module.name for module in known if module.path.name.startswith("test_")]
    first = len(tests) * worker // workers
    return [module.name for module in known if module.path.name == "conftest.py"] + tests[first:] + tests[:first]


def read_in_turn(worker: int, workers: int) -> list[ModuleType]:
    """The part of our modules that one of several workers reads constants from, of which Hypothesis makes examples: it
    reads every one of them before the first test, and keeps what it read in files for the processes that come after.
    """
    known = [sys.modules[module.name] for module in modules(*SHIPPED) if module.name in sys.modules]
    return known[len(known) * worker // workers : len(known) * (worker + 1) // workers]
