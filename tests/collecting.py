"""Makes collecting thousands of tests cost once, not once per worker. Used by `tests/conftest.py`."""

import gc
import sys
from collections.abc import Generator
from contextlib import suppress
from importlib import import_module
from types import ModuleType

import pytest

from tests.code import SHIPPED, modules


def use_no_seeds(config: pytest.Config) -> None:
    """Shuffle the tests, but leave the state of `random` alone: each test of randomness has a `Random` of its own, and
    saving three states per test, as the plugin does, takes a fifth of a small test's cost.
    """
    if config.pluginmanager.hasplugin("randomly"):
        config.option.randomly_reset_seed = False


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, None, None]:
    """Import what is needed first, and turn garbage collection on again at the end; `tests/conftest.py` stops it."""
    try:
        _begin_elsewhere(session.config)
        yield
    finally:
        gc.enable()


def _begin_elsewhere(config: pytest.Config) -> None:
    """Have each of several workers make a different part of the files that all of them need."""
    given: dict[str, str] = getattr(config, "workerinput", {})
    if not given or config.args != config.getini("testpaths"):
        return
    worker, workers = int(given["workerid"].removeprefix("gw")), int(given["workercount"])
    for name in in_turn(worker, workers):
        with suppress(Exception, pytest.skip.Exception):  # collecting it will say what is wrong
            import_module(name)
    with suppress(ImportError):  # it is private to Hypothesis, which without it reads all of them itself
        from hypothesis.internal.constants_ast import constants_from_module  # noqa: PLC0415 - not needed to hand out tests

        for module in read_in_turn(worker, workers):
            constants_from_module(module)


def in_turn(worker: int, workers: int) -> list[str]:
    """What one of several workers imports, in order. Each starts at a different place: in a fresh clone pytest rewrites
    every test module's assertions, which takes longer than importing it, so each rewrites a part, and finds the others
    done when it gets there. Each `conftest.py` comes before the tests, since it sets how Hypothesis runs.
    """
    known = modules("tests")
    tests = [module.name for module in known if module.path.name.startswith("test_")]
    first = len(tests) * worker // workers
    return [module.name for module in known if module.path.name == "conftest.py"] + tests[first:] + tests[:first]


def read_in_turn(worker: int, workers: int) -> list[ModuleType]:
    """The part of our modules from which one of several workers reads constants, which Hypothesis uses for examples: it
    reads every module before the first test, and keeps the constants in files for later processes.
    """
    known = [sys.modules[module.name] for module in modules(*SHIPPED) if module.name in sys.modules]
    return known[len(known) * worker // workers : len(known) * (worker + 1) // workers]
