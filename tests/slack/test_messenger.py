"""What the messenger makes of Slack's answers; the answers come over real HTTP."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
import structlog
from aiohttp import web

from bot.blocks.block_kit import Message, section
from bot.domain.deliveries import Delivery
from bot.slack.history import HistoryPlace
from bot.slack.messenger import Messenger
from bot.slack.outcomes import NotMade, NotNow, Outcome, Refused, Sent, Unknown, Unsure, Wait
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


async def test_a_token_that_is_still_the_newest_is_refused_once(slack: Scripted) -> None:
    slack.say("chat.postMessage", {"ok": False, "error": "token_revoked"})

    assert await Messenger(slack).post(DELIVERY, MESSAGE, always) == Refused("token_revoked")
    assert len(slack.asked) == 1


async def test_a_lost_reply_is_no_refusal_and_nothing_is_tried_twice(slack: Scripted) -> None:
    slack.then("chat.postMessage", lambda *_: None)

    outcome = await Messenger(slack).post(DELIVERY, MESSAGE, always)

    assert isinstance(outcome, Unsure)
    assert len(slack.asked) == 1


async def test_a_reply_that_is_no_json_leaves_doubt(slack: Scripted) -> None:
    slack.then("chat.postMessage", lambda *_: web.Response(text='{"ok": tr', content_type="application/json"))

    assert isinstance(await Messenger(slack).post(DELIVERY, MESSAGE, always), Unsure)


async def test_where_nobody_listens_nothing_was_sent(slack: Scripted) -> None:
    slack.url = "http://127.0.0.1:9/api/"

    assert isinstance(await Messenger(slack).post(DELIVERY, MESSAGE, always), NotMade)
    assert await Messenger(slack).look("T1", PLACE) == NotNow("ClientConnectorError", 5.0)
    await Messenger(slack).collapse("T1", "D1", "1.2", MESSAGE)


@pytest.mark.parametrize("code", ["msg_too_long", "invalid_blocks"])
async def test_blocks_that_slack_cannot_read_are_left_out_once(slack: Scripted, code: str) -> None:
    slack.say("chat.postMessage", {"ok": False, "error": code})
    slack.say("chat.postMessage", {"ok": True, "channel": "D1", "ts": "1.2"})

    with structlog.testing.capture_logs() as lines:
        assert await Messenger(slack).post(DELIVERY, Message("x" * 5000, MESSAGE.blocks), always) == Sent("D1", "1.2")

    second = slack.asked[1][1]
    assert "blocks" not in second
    assert len(second["text"]) == 4000
    assert [(line["event"], line["log_level"]) for line in lines] == [("message_unreadable", "error")]


async def test_an_old_message_is_collapsed_and_a_refusal_is_only_logged(slack: Scripted) -> None:
    slack.say("chat.update", {"ok": True})
    slack.say("chat.update", {"ok": False, "error": "message_not_found"})

    await Messenger(slack).collapse("T1", "D1", "1.2", MESSAGE)
    with structlog.testing.capture_logs() as lines:
        await Messenger(slack).collapse("T1", "D1", "1.2", MESSAGE)

    assert slack.asked[0][1]["ts"] == "1.2"
    assert json.loads(json.dumps(slack.asked[0][1]["blocks"])) == list(MESSAGE.blocks)
    assert lines[0]["code"] == "message_not_found"
