"""What collecting thousands of tests in several workers costs once, and not once a worker. `tests/conftest.py` takes it
up.
"""

import gc
from collections.abc import Generator
from contextlib import suppress
from importlib import import_module

import pytest

from tests.code import modules


def use_no_seeds(config: pytest.Config) -> None:
    """Shuffle the tests, and leave the state of `random` as it is: each test that looks at chance has a `Random` of its
    own, and the plugin keeps three states a test, which takes a fifth of what a small test costs.
    """
    if config.pluginmanager.hasplugin("randomly"):
        config.option.randomly_reset_seed = False


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, None, None]:
    """Look for no garbage meanwhile, of which there is hardly any, and import what is needed beforehand."""
    gc.disable()
    try:
        _import_in_turn(session.config)
        yield
    finally:
        gc.enable()


def _import_in_turn(config: pytest.Config) -> None:
    given: dict[str, str] = getattr(config, "workerinput", {})
    if not given or config.args != config.getini("testpaths"):
        return
    for name in in_turn(int(given["workerid"].removeprefix("gw")), int(given["workercount"])):
        with suppress(Exception, pytest.skip.Exception):  # collecting it says what is wrong
            import_module(name)


def in_turn(worker: int, workers: int) -> list[str]:
    """What one of several workers imports. Each begins elsewhere: in a fresh clone pytest rewrites the assertions of
    every test module, which takes longer than importing it; so each rewrites a part, and finds the others done when it
    gets there. Before the tests comes what prepares them: how Hypothesis runs is said in a `conftest.py`.
    """
    known = modules("tests")
    tests = [module.name for module in known if module.path.name.startswith("test_")]
    first = len(tests) * worker // workers
    return [module.name for module in known if module.path.name == "conftest.py"] + tests[first:] + tests[:first]
