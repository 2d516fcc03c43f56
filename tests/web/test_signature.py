"""Slack's signature, case by case: only these very bytes, signed by Slack just now, pass."""

import hashlib
import hmac
from datetime import UTC, datetime

import pytest

from bot.web.signature import HINTS, what_is_wrong

SECRET, BODY, AT = "s3cret", b"payload=1", 1_800_000_000
NOW = datetime.fromtimestamp(AT, UTC)


def signed(timestamp: str, secret: str = SECRET, body: bytes = BODY) -> str:
    """The header that a sender who knows `secret` sends."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("timestamp", "wrong"),
    [
        pytest.param(str(AT), "", id="now"),
        pytest.param(str(AT - 300), "", id="five minutes old"),
        pytest.param(str(AT + 300), "", id="five minutes ahead"),
        pytest.param(str(AT - 301), "clock", id="older"),
        pytest.param(str(AT + 301), "clock", id="further ahead"),
        pytest.param("9" * 12, "clock", id="twelve digits"),
        pytest.param("9" * 13, "unsigned", id="thirteen digits"),
        pytest.param("", "unsigned", id="none"),
        pytest.param("soon", "unsigned", id="no number"),
        pytest.param("-1", "unsigned", id="below zero"),
        pytest.param("１８００００００００", "unsigned", id="full-width digits"),
        pytest.param("²", "unsigned", id="a digit that is no number"),
    ],
)
def test_a_time_has_to_be_a_number_of_seconds_near_now(timestamp: str, wrong: str) -> None:
    assert what_is_wrong(SECRET, timestamp, signed(timestamp), BODY, NOW) == wrong


@pytest.mark.parametrize(
    ("signature", "wrong"),
    [
        pytest.param("", "unsigned", id="none"),
        pytest.param("v0=", "secret", id="empty"),
        pytest.param(signed(str(AT), "another"), "secret", id="of another secret"),
        pytest.param(signed(str(AT - 1)), "secret", id="of another time"),
        pytest.param(signed(str(AT), body=BODY + b"1"), "secret", id="of other bytes"),
        pytest.param(signed(str(AT)).removeprefix("v0="), "secret", id="without its version"),
        pytest.param("v0=é\udce9", "secret", id="no ASCII"),
    ],
)
def test_a_signature_has_to_be_over_these_bytes_and_this_time(signature: str, wrong: str) -> None:
    assert what_is_wrong(SECRET, str(AT), signature, BODY, NOW) == wrong


def test_without_a_secret_nothing_passes() -> None:
    assert what_is_wrong("", str(AT), signed(str(AT), ""), BODY, NOW) == "unsigned"


def test_an_operator_reads_what_to_do_about_each() -> None:
    assert set(HINTS) == {"unsigned", "clock", "secret"}
