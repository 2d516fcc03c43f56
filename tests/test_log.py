"""Log lines hide every token, ours and the libraries'."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from bot import log


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    before, ours = (logging.getLogger().handlers[:], logging.getLogger().level), structlog.get_config()
    yield
    logging.getLogger().handlers[:], logging.getLogger().level = before
    structlog.configure(**ours)  # as tests/leaks.py wants it: the defaults print every local variable of a traceback


@pytest.mark.parametrize("token", ["xoxb-1-abc", "xapp-1-A-2-b", "xoxe.xoxb-1-x", "xoxp-12"])
def test_no_token_reaches_a_line(capsys: pytest.CaptureFixture[str], token: str) -> None:
    log.configure("json", "INFO")
    log.get("here").info("tried", said=f"token {token} is bad")
    try:
        raise ValueError(token)
    except ValueError:
        logging.getLogger("library").exception("failed with %s", token)
    printed = capsys.readouterr().err
    assert token not in printed
    assert [json.loads(line)["level"] for line in printed.splitlines()] == ["info", "error"]


def test_a_terminal_gets_readable_lines(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("console", "INFO")
    log.get("here").info("slot.sent", nudge="checkin")
    assert "slot.sent" in capsys.readouterr().err
