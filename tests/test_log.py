"""Log lines hide every token, ours and the libraries'."""

import json
import logging

import pytest

from bot import log

pytestmark = pytest.mark.usefixtures("restored_logging")


@pytest.mark.parametrize("form", ["json", "console"])
@pytest.mark.parametrize("token", ["xoxb-1-abc", "xapp-1-A-2-b", "xoxe.xoxb-1-x", "xoxp-12"])
def test_no_token_reaches_a_line(capsys: pytest.CaptureFixture[str], token: str, form: str) -> None:
    log.configure(form, "INFO")
    log.get("here").info("tried", said=f"token {token} is bad")
    try:
        raise ValueError(token)
    except ValueError:
        logging.getLogger("library").exception("failed with %s", token)
    printed = capsys.readouterr().err.replace(r"\u2026", "…")
    assert token not in printed
    assert printed.count(f"{token.partition('-')[0]}-…") == 3, "said, logged and raised"
    assert (printed.count("info"), printed.count("error")) == (1, 1)


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


@pytest.mark.parametrize("library", ["slack_sdk", "slack_bolt", "aiohttp.access", "apscheduler", "alembic"])
def test_libraries_that_log_what_people_write_are_heard_from_warnings_on(
    capsys: pytest.CaptureFixture[str], library: str
) -> None:
    for level, heard in (("ERROR", ["error"]), ("DEBUG", ["warning", "error"])):
        log.configure("json", level)
        for word in ("debug", "info", "warning", "error"):
            getattr(logging.getLogger(f"{library}.part"), word)("Maria wrote: hello")
        assert [json.loads(line)["level"] for line in capsys.readouterr().err.splitlines()] == heard
