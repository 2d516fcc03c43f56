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
    """Begin elsewhere than the other workers. In a fresh clone pytest rewrites the assertions of every test module,
    which takes longer than importing it; so each worker rewrites a part, and finds the others done when it gets there.
    """
    given: dict[str, str] = getattr(config, "workerinput", {})
    if not given or config.args != config.getini("testpaths"):
        return
    names = [module.name for module in modules("tests") if module.path.name.startswith("test_")]
    first = len(names) * int(given["workerid"].removeprefix("gw")) // int(given["workercount"])
    for name in names[first:] + names[:first]:
        with suppress(Exception, pytest.skip.Exception):  # collecting it says what is wrong
            import_module(name)
