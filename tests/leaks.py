"""No log line of the whole suite holds a token: everything that any test prints or logs is looked through.

Registered in `tests/conftest.py`, so that every run of pytest does it.
"""

from collections.abc import Generator
from typing import Any

import pytest
import structlog

from bot.log import TOKEN

ALLOWED = "shows_tokens"  # the mark of a test that prints one on purpose


def pytest_configure(config: pytest.Config) -> None:
    """Keep every line from INFO up as it is, the libraries' too, before anything hides what it should not hold."""
    if config.getoption("log_level") is None:
        config.option.log_level = "INFO"
    config.addinivalue_line("markers", f"{ALLOWED}: prints a token on purpose")
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(default=str),
        ]
    )


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, None]:
    """Fail the test whose output holds a token, in the part (setup, call or teardown) that put it out."""
    outcome = yield
    report: pytest.TestReport = outcome.get_result()
    if item.get_closest_marker(ALLOWED) or report.outcome == "failed":
        return
    for title, text in report.sections:
        found = TOKEN.search(text) if title.endswith(f" {call.when}") else None
        if found:
            line = text[max(0, text.rfind("\n", 0, found.start())) :].strip().splitlines()[0]
            report.outcome = "failed"
            report.longrepr = f"{title} holds a token: {line[:300]}"
