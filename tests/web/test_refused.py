"""Over HTTP: refusals give their reason in the log, and what Slack sends beyond what we asked for is accepted."""

import json
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.clock import wall_clock
from bot.errors import SetupError
from bot.web.server import MetricsServer
from tests.security.served_workspaces import ServedWorkspaces, opened
from tests.security.signed import post, signature


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[ServedWorkspaces]:
    async with opened(tmp_path, ("T1",)) as served:
        yield served


@pytest.mark.parametrize(
    ("secret", "ago", "why", "hint"),
    [
        ("of another app", 0, "secret", "SLACK_SIGNING_SECRET"),
        ("", 301, "clock", "Set the clock"),
        ("", -301, "clock", "Set the clock"),
        ("of another app", 301, "secret", "SLACK_SIGNING_SECRET"),
        (None, 0, "unsigned", "somebody else"),
    ],
)
async def test_a_refused_signature_says_why_in_the_log(
    served: ServedWorkspaces, secret: str | None, ago: int, why: str, hint: str
) -> None:
    body, stamp = b"command=%2Fselfcheck", str(int(wall_clock().timestamp()) - ago)
    headers = {"X-Slack-Request-Timestamp": stamp}
    if secret is not None:
        signed = signature(secret or served.app.signing_secret, stamp, body)
        headers["X-Slack-Signature"] = f"v0={signed}"
    with capture_logs() as lines:
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{served.address}/slack/events", data=body, headers=headers) as answer,
        ):
            assert answer.status == 401
    (line,) = [line for line in lines if line["event"] == "slack.refused"]
    assert line["why"] == why
    assert hint in line["hint"]
    assert line["log_level"] == ("info" if why == "unsigned" else "warning")
    assert "selfcheck" not in str(lines), "what is not Slack's is not written down"


async def test_a_request_for_another_host_says_in_the_log_what_it_asked_for(served: ServedWorkspaces) -> None:
    """As when PUBLIC_URL has a typo: Slack is refused, and nobody else would learn of it."""
    headers = {"Host": "chiar.example", "X-Slack-Signature": "v0=1"}
    with capture_logs() as lines:
        async with (
            aiohttp.ClientSession() as http,
            http.post(f"{served.address}/slack/events", headers=headers) as slack,
        ):
            assert slack.status == 421
        async with aiohttp.ClientSession() as http, http.get(served.address, headers={"Host": "scan"}) as scanner:
            assert scanner.status == 421
    refused = [line for line in lines if line["event"] == "another_host"]
    assert [(line["host"], line["route"], line["log_level"]) for line in refused] == [
        ("chiar.example", "/slack/events", "warning"),
        ("scan", "/", "info"),
    ]
    assert "PUBLIC_URL" in refused[0]["hint"]


async def test_a_host_with_a_typo_is_said() -> None:
    async def ready() -> dict[str, bool]:
        return {}

    with pytest.raises(SetupError, match=r"Cannot listen on a b:0\. [A-Z][a-z ]+\. Choose another address"):
        await MetricsServer("a b", 0, bytes, ready).start()


async def test_a_failure_logs_no_address_of_a_calendar(
    served: ServedWorkspaces, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its path holds the secret by which anybody can read it."""

    async def fail(_integrations: object, _secret: str) -> str:
        raise ConnectionError

    monkeypatch.setattr("bot.services.integrations.integrations.Integrations.calendar_for", fail)
    with capture_logs() as lines:
        async with aiohttp.ClientSession() as http, http.get(f"{served.address}/calendar/s3cret.ics") as answer:
            assert answer.status == 500
    (line,) = [line for line in lines if line["event"] == "web.failed"]
    assert line["route"] == "/calendar/{secret}.ics"
    assert "s3cret" not in str(line)


EVENTS = [
    {"type": "reaction_added", "user": "U1", "reaction": "tada"},
    {"type": "message", "channel_type": "channel", "user": "U1", "text": "hello", "channel": "C1", "ts": "1.2"},
    {"type": "message", "subtype": "channel_join", "user": "U1", "channel": "C1", "ts": "1.2"},
    {"type": "app_mention", "user": "U1", "text": "<@UBOT> hi", "channel": "C1", "ts": "1.2"},
    {"type": "an_event_of_next_year", "whatever": 1},
    {"type": "team_join", "user": {"id": "U9", "name": "new"}},
]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: str(event.get("subtype") or event["type"]))
async def test_an_event_that_nobody_hears_is_acknowledged(served: ServedWorkspaces, event: dict[str, object]) -> None:
    body: dict[str, object] = {"type": "event_callback", "team_id": "T1", "api_app_id": served.app.id, "event": event}
    body |= {"event_id": f"Ev{time.monotonic_ns()}", "event_time": int(wall_clock().timestamp())}
    with capture_logs() as lines:
        assert (await post(served, json.dumps(body).encode(), "application/json"))[0] == 200
        await served.settle()
    assert [line for line in lines if line["log_level"] == "error"] == []


async def test_slacks_word_that_it_holds_events_back_is_acknowledged_and_logged(served: ServedWorkspaces) -> None:
    """https://docs.slack.dev/apis/events-api/#rate-limiting"""
    body = {"type": "app_rate_limited", "team_id": "T1", "api_app_id": served.app.id, "minute_rate_limited": 1}
    with capture_logs() as lines:
        assert (await post(served, json.dumps(body).encode(), "application/json"))[0] == 200
    told = [line for line in lines if line["event"] == "events_held_back"]
    assert told == [{"event": "events_held_back", "log_level": "warning", "workspace": "T1"}]


async def test_what_is_signed_and_in_no_shape_of_slacks_is_answered_with_a_reference(served: ServedWorkspaces) -> None:
    with capture_logs() as lines:
        status, text = await post(served, b"\xff\xfe", "application/json")
    assert status == 400
    (line,) = [line for line in lines if line["event"] == "slack.unreadable"]
    assert re.fullmatch("[0-9a-f]{8}", line["reference"])
    assert text == f"This is not a request that Slack sends. The reference is {line['reference']}.\n"
