"""What the messenger makes of Slack's answers, over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import structlog
from aiohttp import web

from bot.blocks.block_kit import Message, section
from bot.domain.deliveries import Delivery
from bot.slack import messenger
from bot.slack.history import HistoryPlace
from bot.slack.messenger import Messenger
from bot.slack.outcomes import NotMade, NotNow, Outcome, Refused, Sent, Unknown, Unsure, Wait
from bot.tracing import Fact, Span, Tracing
from tests.slack.scripted import Scripted

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DELIVERY = Delivery("d1", "T1", "U1", "hello", "", on=NOW.date(), due_at=NOW)
PLACE = HistoryPlace("U1", NOW)
MESSAGE = Message("Hello", (section("Hello"),))


def always() -> bool:
    """No fence."""
    return True


async def test_a_post_carries_an_opaque_id_and_unfurls_nothing(slack: Scripted) -> None:
    slack.say("chat.postMessage", {"ok": True, "channel": "D1", "ts": "1.2"})

    assert await Messenger(slack).post(DELIVERY, MESSAGE, always) == Sent("D1", "1.2")

    (_, given) = slack.asked[0]
    assert given["metadata"] == {"event_type": "delivery", "event_payload": {"id": "d1"}}
    assert (given["channel"], given["text"], given["blocks"]) == ("U1", "Hello", list(MESSAGE.blocks))
    assert not given["unfurl_links"]
    assert not given["unfurl_media"]


async def test_a_post_with_a_known_token_waits_for_nothing_else(slack: Scripted) -> None:
    class Known(Scripted):
        def known(self, _workspace_id: str) -> Any:
            return client

        async def of(self, workspace_id: str, *, newest: bool = False) -> Any:
            raise AssertionError(workspace_id, newest)

    client = await slack.of("T1")
    slack.say("chat.postMessage", {"ok": True, "channel": "D1", "ts": "1.2"})
    assert await Messenger(Known()).post(DELIVERY, MESSAGE, always) == Sent("D1", "1.2")


@pytest.mark.parametrize(
    ("status", "body", "headers", "outcome"),
    [
        (429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "7"}, Wait(7.0)),
        (429, {"ok": False, "error": "ratelimited"}, {}, Wait(1.0)),
        (200, {"ok": False, "error": "rate_limited"}, {"Retry-After": "soon"}, Wait(1.0)),
        (200, {"ok": False, "error": "channel_not_found"}, {}, Refused("channel_not_found")),
        (200, {"ok": False, "error": "fatal_error"}, {}, Unsure("fatal_error")),
        (200, {"ok": False, "error": "team_added_to_org"}, {}, NotNow("team_added_to_org", 30.0)),
        (200, {"ok": False, "error": "org_login_required"}, {}, NotNow("org_login_required", 30.0)),
        (200, {"ok": False, "error": "request_timeout"}, {}, NotNow("request_timeout", 30.0)),
        (200, {"ok": False, "error": "a_word_of_2027"}, {}, Unknown("a_word_of_2027")),
        (200, {"ok": False}, {}, Unsure("HTTP 200")),
        (500, {"ok": False, "error": "is_archived"}, {}, Unsure("is_archived")),
        (503, {"ok": False}, {}, Unsure("HTTP 503")),
        (502, {"ok": True, "channel": "D1", "ts": "1.2"}, {}, Unsure("HTTP 502")),
        (200, {"ok": True}, {}, Unsure("a reply without ts")),
        (200, {"ok": True, "ts": "1.2"}, {}, Unsure("a reply without ts")),
        (200, {"ok": True, "channel": "D1"}, {}, Unsure("a reply without ts")),
    ],
)
async def test_each_answer_has_one_meaning(
    slack: Scripted, status: int, body: dict[str, Any], headers: dict[str, str], outcome: Outcome
) -> None:
    slack.say("chat.postMessage", body, status, **headers)

    assert await Messenger(slack).post(DELIVERY, MESSAGE, always) == outcome
    assert len(slack.asked) == 1


@pytest.mark.parametrize("code", ["token_revoked", "token_expired", "invalid_auth"])
async def test_what_met_an_older_token_goes_out_with_the_newer_one(slack: Scripted, code: str) -> None:
    slack.tokens = ["xoxb-older", "xoxb-newer"]
    slack.say("chat.postMessage", {"ok": False, "error": code})
    slack.say("chat.postMessage", {"ok": True, "channel": "D1", "ts": "1.2"})

    assert await Messenger(slack).post(DELIVERY, MESSAGE, always) == Sent("D1", "1.2")
    assert slack.bearers == ["xoxb-older", "xoxb-newer"]


async def test_what_is_refused_for_another_reason_is_not_sent_with_another_token(slack: Scripted) -> None:
    slack.tokens = ["xoxb-older", "xoxb-newer"]
    slack.say("chat.postMessage", {"ok": False, "error": "is_archived"})

    assert await Messenger(slack).post(DELIVERY, MESSAGE, always) == Refused("is_archived")
    assert slack.bearers == ["xoxb-older"]


@pytest.mark.parametrize("tokens", [[""], ["xoxb-older", ""]], ids=["at first", "after one that is over"])
async def test_without_a_token_nothing_was_sent_and_nothing_is_read(slack: Scripted, tokens: list[str]) -> None:
    slack.tokens = tokens
    for method in ("chat.postMessage", "conversations.open"):
        slack.say(method, {"ok": False, "error": "token_revoked"})

    assert await Messenger(slack).post(DELIVERY, MESSAGE, always) == NotMade("no token")
    assert await Messenger(slack).look("T1", PLACE) == NotNow("no token", 5.0)


async def test_a_token_that_is_still_the_newest_is_refused_once(slack: Scripted) -> None:
    slack.say("chat.postMessage", {"ok": False, "error": "token_revoked"})

    assert await Messenger(slack).post(DELIVERY, MESSAGE, always) == Refused("token_revoked")
    assert len(slack.asked) == 1


async def test_a_lost_reply_is_no_refusal_and_nothing_is_tried_twice(slack: Scripted) -> None:
    slack.then("chat.postMessage", lambda *_: None)

    outcome = await Messenger(slack).post(DELIVERY, MESSAGE, always)

    assert isinstance(outcome, Unsure)
    assert len(slack.asked) == 1


@pytest.mark.parametrize("error", [TimeoutError, ConnectionResetError, aiohttp.ClientPayloadError])
async def test_whatever_the_network_does_leaves_doubt(
    slack: Scripted, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    async def lost(*_given: object) -> None:
        raise error

    monkeypatch.setattr(messenger, "post_message", lost)
    assert await Messenger(slack).post(DELIVERY, MESSAGE, always) == Unsure(error.__name__)


async def test_a_reply_that_is_no_json_leaves_doubt(slack: Scripted) -> None:
    slack.then("chat.postMessage", lambda *_: web.Response(text='{"ok": tr', content_type="application/json"))

    assert isinstance(await Messenger(slack).post(DELIVERY, MESSAGE, always), Unsure)


async def test_where_nobody_listens_nothing_was_sent(slack: Scripted) -> None:
    slack.url = "http://127.0.0.1:9/api/"

    assert isinstance(await Messenger(slack).post(DELIVERY, MESSAGE, always), NotMade)
    assert await Messenger(slack).look("T1", PLACE) == NotNow("ClientConnectorError", 5.0)
    await Messenger(slack).collapse("T1", "D1", "1.2", MESSAGE)


@pytest.mark.parametrize("code", ["msg_too_long", "msg_blocks_too_long", "invalid_blocks"])
async def test_blocks_that_slack_cannot_read_are_left_out_once(slack: Scripted, code: str) -> None:
    slack.say("chat.postMessage", {"ok": False, "error": code})
    slack.say("chat.postMessage", {"ok": True, "channel": "D1", "ts": "1.2"})

    with structlog.testing.capture_logs() as lines:
        assert await Messenger(slack).post(DELIVERY, Message("x" * 5000, MESSAGE.blocks), always) == Sent("D1", "1.2")

    second = slack.asked[1][1]
    assert "blocks" not in second
    assert len(second["text"]) == 4000
    assert [(line["event"], line["log_level"]) for line in lines] == [("message_unreadable", "error")]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ({"ok": True}, []),
        ({"ok": False, "error": "message_not_found"}, ["message_not_found"]),
        (None, ["ServerDisconnectedError"]),
    ],
    ids=["done", "refused", "a lost reply"],
)
@pytest.mark.parametrize(("method", "word"), [("chat.update", "collapse"), ("chat.delete", "removal")])
async def test_a_message_that_is_changed_or_taken_away_and_a_failure_is_only_logged(
    slack: Scripted, method: str, word: str, answer: dict[str, Any] | None, problem: list[str]
) -> None:
    slack.then(method, lambda *_: web.json_response(answer) if answer else None)

    with structlog.testing.capture_logs() as lines:
        if method == "chat.update":
            await Messenger(slack).collapse("T1", "D1", "1.2", MESSAGE)
        else:
            await Messenger(slack).remove("T1", "D1", "1.2")

    ((_, given),) = slack.asked
    assert (given["channel"], given["ts"]) == ("D1", "1.2")
    if method == "chat.update":
        assert (given["text"], given["blocks"]) == ("Hello", list(MESSAGE.blocks))
    assert [line.get("code") or line.get("reason") for line in lines] == problem
    assert all(line["event"].startswith(word) for line in lines)


class Recorded(Tracing):
    """Remembers the facts of each span."""

    is_on = True

    def __init__(self) -> None:
        super().__init__()
        self.spans: list[dict[str, Fact]] = []

    @contextmanager
    def span(self, name: str, **facts: Fact) -> Iterator[Span]:
        """Begin one."""
        self.spans.append({"name": name, **facts})
        yield self

    def mark(self, **facts: Fact) -> None:
        """Further facts about the last span."""
        self.spans[-1] |= facts

    def fail(self, why: str) -> None:
        """Why the last span failed."""
        self.mark(failed=why)


async def test_an_operators_trace_says_what_was_delivered_and_how_it_ended(slack: Scripted) -> None:
    slack.say("chat.postMessage", {"ok": True, "channel": "D1", "ts": "1.2"})
    tracing = Recorded()
    await Messenger(slack, tracing).post(DELIVERY, MESSAGE, always)
    assert tracing.spans == [{"name": "deliver hello", "workspace": "T1", "delivery": "d1", "outcome": "Sent"}]
