"""What a worker reports: the end of every test, everything that is wrong, and the rest where somebody reads it."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.reporting import tell_less

QUIET: dict[str, Any] = {"verbose": 0, "durations": None, "xmlpath": None, "reportchars": "a"}
MORE: list[dict[str, Any]] = [{"verbose": 1}, {"durations": 3}, {"xmlpath": "x.xml"}, {"reportchars": "A"}]
ENDS = ["testreport call passed", "testreport setup failed", "testreport teardown failed", "runtest_protocol_complete"]


class Worker:
    """The part of pytest-xdist's worker that sends events."""

    def __init__(self) -> None:
        self.sent: list[str] = []

    def sendevent(self, name: str, data: object = "") -> None:
        self.sent.append(f"{name} {data}".strip())


def told(**asked: Any) -> list[str]:
    """Which of these events of a test are sent."""
    worker, plugins = Worker(), pytest.PytestPluginManager()
    plugins.register(worker)
    tell_less(cast("pytest.Config", SimpleNamespace(option=SimpleNamespace(**QUIET | asked), pluginmanager=plugins)))
    worker.sendevent("logstart")
    for when, outcome in (("setup", "passed"), ("call", "passed"), ("setup", "failed"), ("teardown", "failed")):
        report = SimpleNamespace(when=when, outcome=outcome, passed=outcome == "passed")
        packed = plugins.hook.pytest_report_to_serializable(config=None, report=report)
        worker.sendevent("testreport", data=packed or f"{when} {outcome}")
    worker.sendevent("logfinish")
    worker.sendevent("runtest_protocol_complete")
    return worker.sent


def test_what_nobody_reads_is_not_sent() -> None:
    assert told() == ENDS


@pytest.mark.parametrize("asked", MORE, ids=str)
def test_where_somebody_reads_more_all_is_sent(asked: dict[str, Any]) -> None:
    assert told(**asked) == ["logstart", "testreport setup passed", *ENDS[:3], "logfinish", ENDS[3]]
