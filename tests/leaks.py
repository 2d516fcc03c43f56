"""Checks that no log line of the whole suite holds a token: everything that a test prints or logs is searched,
including what it captures itself (`capsys`, `capfd`, `capture_logs`).

Registered in `tests/fixtures.py`, so that every run of pytest does it.
"""

import logging
from collections.abc import Generator
from typing import Any

import pytest
import structlog
from structlog.testing import LogCapture

from bot.log import TOKEN

LEVEL = logging.INFO
ALLOWED = "shows_tokens"  # marks a test that prints a token on purpose
LINES: list[structlog.types.Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.format_exc_info,
    structlog.processors.JSONRenderer(default=str),
]
_taken: list[str] = []  # what tests have read since the last check, which pytest no longer shows
_readouterr = pytest.CaptureFixture.readouterr
_capture = LogCapture.__call__


def pytest_configure(config: pytest.Config) -> None:
    """Keep every line from INFO up as it is, including the libraries', before anything hides secrets in it. The level
    is set once: pytest would set it twelve times per test, and clear every logger's cache each time.
    """
    logging.getLogger().setLevel(LEVEL)
    config.addinivalue_line("markers", f"{ALLOWED}: prints a token on purpose")
    structlog.configure(processors=LINES)
    pytest.CaptureFixture.readouterr = _read  # type: ignore[method-assign,assignment] # pytest has no hook for what a test reads
    LogCapture.__call__ = _captured  # type: ignore[method-assign,assignment] # nor structlog for what it captures


def pytest_unconfigure() -> None:
    """Restore what was there before."""
    logging.getLogger().setLevel(logging.WARNING)  # Python's default
    pytest.CaptureFixture.readouterr = _readouterr  # type: ignore[method-assign] # as it was
    LogCapture.__call__ = _capture  # type: ignore[method-assign] # as it was


def _read(fixture: pytest.CaptureFixture[Any]) -> Any:
    found = _readouterr(fixture)
    _taken.extend(text.decode(errors="replace") if isinstance(text, bytes) else text for text in found)
    return found


def _captured(self: LogCapture, logger: Any, method: str, event: Any) -> Any:
    _taken.append(str(event))
    return _capture(self, logger, method, event)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Fail a test whose output holds a token, in the phase (setup, call or teardown) that printed it."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    taken = [("What the test took to look at", text) for text in _taken]
    _taken.clear()
    is_same = structlog.get_config()["processors"] is LINES and logging.getLogger().level == LEVEL
    if call.when == "teardown" and not is_same:
        structlog.configure(processors=LINES)
        logging.getLogger().setLevel(LEVEL)
        report.outcome = "failed"
        report.longrepr = "It leaves the log otherwise than it was: the watch would not see what comes after."
    if item.get_closest_marker(ALLOWED) or report.outcome == "failed":
        return
    shown = [(title, text) for title, text in report.sections if title.endswith(f" {call.when}")]
    for title, text in shown + taken:
        if found := TOKEN.search(text):
            line = text[max(0, text.rfind("\n", 0, found.start())) :].strip().splitlines()[0]
            report.outcome = "failed"
            report.longrepr = f"{title} holds a token: {line[:300]}"
