"""What a worker reports about the tests it runs: how each ended, and nothing else. `tests/conftest.py` registers it.

pytest-xdist reports five things about each test, and people see one; packing, sending and unpacking the other four
takes as long as a small test.
"""

from collections.abc import Callable
from typing import Any

import pytest

UNHEARD = {"logstart", "logfinish"}


def tell_less(config: pytest.Config) -> None:
    """Keep this worker, if it is one, from reporting what nobody asked to read (`-v`, `-rA`, `--durations`)."""
    asked = config.option
    if asked.verbose > 0 or asked.durations is not None or asked.xmlpath or {"A", "P"} & set(asked.reportchars):
        return
    for worker in config.pluginmanager.get_plugins():
        if hasattr(worker, "sendevent"):
            worker.sendevent = _telling_less(worker.sendevent)
            config.pluginmanager.register(_Unpacked())


class _Unpacked:
    @pytest.hookimpl(tryfirst=True)
    def pytest_report_to_serializable(self, report: pytest.TestReport) -> dict[str, Any] | None:
        """Pack nothing about a phase that passed, except the test itself."""
        return {"unheard": True} if report.passed and report.when != "call" else None


def _telling_less(send: Callable[..., None]) -> Callable[..., None]:
    def told(name: str, **told: Any) -> None:
        if name not in UNHEARD and "unheard" not in told.get("data", ()):
            send(name, **told)

    return told
