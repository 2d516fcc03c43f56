"""What a run begins with. The process that only hands out tests to workers loads none of our code, so the first worker
starts a second earlier.
"""

import gc

import pytest

from bot.zone_data import use_pinned
from tests.collecting import use_no_seeds
from tests.reporting import tell_less
from tests.speedups import use_memory, use_no_certificates


def pytest_configure(config: pytest.Config) -> None:
    """Load what running tests needs, if this process runs any."""
    if hasattr(config, "workerinput") or config.getoption("dist", "no") == "no":
        gc.disable()  # there is hardly any garbage until all tests are collected: see tests/collecting.py
        config.pluginmanager.import_plugin("tests.fixtures")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """Begin as all our processes do, before any worker is told where its files go."""
    use_no_seeds(session.config)
    tell_less(session.config)
    use_pinned()
    use_memory()
    use_no_certificates()
