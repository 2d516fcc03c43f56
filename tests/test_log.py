"""Log lines hide every token, ours and the libraries'."""

import json
import logging

import pytest

from bot import log

pytestmark = pytest.mark.usefixtures("restored_logging")


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


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("http://ops:s3same@proxy.acme.com:3128/", "http://…@proxy.acme.com:3128/"),
        ("postgresql://chair:s3s@me@db/chair?sslmode=require", "postgresql://…@db/chair?sslmode=require"),
        ("https://chair.acme.com/people/maria@acme.com", "https://chair.acme.com/people/maria@acme.com"),
    ],
)
def test_no_password_in_an_address_reaches_a_line(capsys: pytest.CaptureFixture[str], address: str, shown: str) -> None:
    log.configure("json", "INFO")
    logging.getLogger("library").warning("no answer through %s", address)
    (line,) = capsys.readouterr().err.splitlines()
    assert json.loads(line)["event"] == f"no answer through {shown}"


def test_a_terminal_gets_readable_lines(capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("console", "INFO")
    log.get("here").info("slot.sent", nudge="checkin")
    assert "slot.sent" in capsys.readouterr().err
