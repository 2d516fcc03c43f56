"""Reading our messages in a conversation, a page at a time."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.slack.history import CannotAsk, HistoryPlace, Page
from bot.slack.messenger import Messenger
from bot.slack.outcomes import NotNow, Unknown, Wait
from tests.slack.scripted import Scripted

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLACE = HistoryPlace("U1", NOW)


def page(*ids: str, cursor: str = "") -> dict[str, Any]:
    """A page of a conversation, with messages of ours and a stranger's."""
    messages = [
        {"ts": f"9.{each}", "metadata": {"event_type": "delivery", "event_payload": {"id": each}}} for each in ids
    ]
    stranger = {"ts": "8.0", "metadata": {"event_type": "other", "event_payload": {"id": "d1"}}}
    nameless = {"ts": "6.0", "metadata": {"event_type": "delivery"}}
    return {
        "ok": True,
        "messages": [{"ts": "7.0"}, stranger, nameless, *messages],
        "response_metadata": {"next_cursor": cursor},
    }


async def test_a_direct_message_is_opened_and_read_a_page_at_a_time(slack: Scripted) -> None:
    slack.say("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    slack.say("conversations.history", page("d7", cursor="more"))
    slack.say("conversations.history", page("d1", "d2"))

    messenger = Messenger(slack)
    first = await messenger.look("T1", PLACE)
    assert first == Page("D1", {"d7": "9.d7"}, "more")
    assert await messenger.look("T1", HistoryPlace("U1", NOW, "D1", "more")) == Page("D1", {"d1": "9.d1", "d2": "9.d2"})

    assert [method for method, _ in slack.asked].count("conversations.open") == 1
    history = [given for method, given in slack.asked if method == "conversations.history"]
    assert history[0]["oldest"] == "1795435200.000000"
    assert history[0]["include_all_metadata"] in {"1", "true", "True"}
    assert ("cursor" in history[0], history[1]["cursor"]) == (False, "more")
    assert {given["limit"] for given in history} == {"200"}  # the most that Slack advises to ask for


async def test_a_person_of_an_organisation_is_one_too(slack: Scripted) -> None:
    slack.say("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    slack.say("conversations.history", {"ok": True})

    assert await Messenger(slack).look("T1", HistoryPlace("W1", NOW)) == Page("D1", {})


@pytest.mark.parametrize(("channel_id", "method"), [("", "conversations.open"), ("D1", "conversations.history")])
async def test_a_reply_that_is_lost_is_asked_for_again(slack: Scripted, channel_id: str, method: str) -> None:
    for _ in range(2):  # aiohttp retries a request that only reads
        slack.then(method, lambda *_: None)
    place = HistoryPlace("U1", NOW, channel_id)
    assert await Messenger(slack).look("T1", place) == NotNow("ServerDisconnectedError", 5.0)


async def test_a_channel_needs_no_opening(slack: Scripted) -> None:
    slack.say("conversations.history", page("d7"))

    assert await Messenger(slack).look("T1", HistoryPlace("C1", NOW)) == Page("C1", {"d7": "9.d7"})


@pytest.mark.parametrize(
    ("status", "code", "answer"),
    [
        pytest.param(200, "missing_scope", CannotAsk("missing_scope"), id="for ever"),
        pytest.param(429, "ratelimited", Wait(30.0), id="limited"),
        pytest.param(500, "internal_error", NotNow("internal_error", 5.0), id="for now"),
        pytest.param(200, "team_added_to_org", NotNow("team_added_to_org", 30.0), id="passes"),
        pytest.param(200, "a_word_of_2027", Unknown("a_word_of_2027"), id="unknown"),
    ],
)
@pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
async def test_a_conversation_that_cannot_be_read(
    slack: Scripted, status: int, code: str, answer: object, method: str
) -> None:
    slack.say(method, {"ok": False, "error": code}, status, **{"Retry-After": "30"})
    channel_id = "D1" if method == "conversations.history" else ""

    assert await Messenger(slack).look("T1", HistoryPlace("U1", NOW, channel_id)) == answer


@pytest.mark.parametrize("code", ["token_expired", "token_revoked", "invalid_auth", "account_inactive", "not_authed"])
async def test_a_look_up_that_meets_an_older_token_is_made_with_the_newer_one(slack: Scripted, code: str) -> None:
    slack.tokens = ["xoxb-older", "xoxb-newer"]
    slack.say("conversations.open", {"ok": False, "error": code})
    slack.say("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    slack.say("conversations.history", {"ok": True, "messages": []})
    assert await Messenger(slack).look("T1", PLACE) == Page("D1", {})
    assert slack.bearers == ["xoxb-older", "xoxb-newer", "xoxb-newer"]


async def test_a_look_up_without_a_token_that_works_waits_for_one(slack: Scripted) -> None:
    slack.say("conversations.open", {"ok": False, "error": "token_revoked"})
    slack.say("conversations.open", {"ok": False, "error": "token_revoked"})
    assert await Messenger(slack).look("T1", PLACE) == NotNow("token_revoked", 30.0)
