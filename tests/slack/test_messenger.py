"""What the messenger makes of Slack's answers; the answers come over real HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
import structlog
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.blocks.block_kit import Message, section
from bot.domain.deliveries import Delivery
from bot.slack.fence import fenced_session
from bot.slack.messenger import Absent, CannotAsk, Messenger, NotMade, Outcome, Refused, Sent, Unsure, Wait

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DELIVERY = Delivery("d1", "T1", "U1", "hello", "", on=NOW.date(), due_at=NOW)
MESSAGE = Message("Hello", (section("Hello"),))
Answer = Callable[[web.Request, dict[str, Any]], web.StreamResponse | None]


def always() -> bool:
    """No fence."""
    return True


class Scripted:
    """A Slack whose next answers are scripted by method; it remembers what it was asked."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, list[Answer]] = {}
        self.tokens: list[str] = []
        self._session: aiohttp.ClientSession | None = None

    def say(self, method: str, answer: dict[str, Any], status: int = 200, **headers: str) -> None:
        """The next answer to a method."""
        self.then(method, lambda *_: web.json_response(answer, status=status, headers=headers))

    def then(self, method: str, answer: Answer) -> None:
        """What happens at the next call of a method; None closes the connection."""
        self.answers.setdefault(method, []).append(answer)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One call."""
        given: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            given |= await request.json()
        else:
            given |= dict(await request.post())
        method = request.path.rsplit("/", 1)[-1]
        self.asked.append((method, given))
        answer = self.answers[method].pop(0)(request, given)
        if answer is None:
            assert request.transport is not None
            request.transport.close()
            raise asyncio.CancelledError
        return answer

    async def of(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient:  # noqa: ARG002 - as `Gives` says
        """The client of a workspace."""
        if self._session is None:
            self._session = fenced_session(aiohttp.ClientTimeout(total=60))
        token = self.tokens.pop(0) if self.tokens else f"xoxb-{workspace_id}"
        return AsyncWebClient(token, base_url=self.url, session=self._session, retry_handlers=[])

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()


@pytest.fixture
async def slack() -> AsyncIterator[Scripted]:
    scripted = Scripted()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", scripted.handle)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    scripted.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield scripted
    await scripted.close()
    await runner.cleanup()


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
        (200, {"ok": False, "error": "team_added_to_org"}, {}, Wait(30.0)),
        (200, {"ok": False, "error": "org_login_required"}, {}, Wait(30.0)),
        (200, {"ok": False, "error": "request_timeout"}, {}, Wait(30.0)),
        (200, {"ok": False}, {}, Unsure("HTTP 200")),
        (500, {"ok": False, "error": "is_archived"}, {}, Unsure("is_archived")),
        (503, {"ok": False}, {}, Unsure("HTTP 503")),
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
    assert await Messenger(slack).find(DELIVERY, NOW) == Wait(5.0)
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


def page(*ids: str, cursor: str = "") -> dict[str, Any]:
    """A page of a conversation, with messages of ours and a stranger's."""
    messages = [
        {"ts": f"9.{each}", "metadata": {"event_type": "delivery", "event_payload": {"id": each}}} for each in ids
    ]
    stranger = {"ts": "8.0", "metadata": {"event_type": "other", "event_payload": {"id": "d1"}}}
    return {"ok": True, "messages": [{"ts": "7.0"}, stranger, *messages], "response_metadata": {"next_cursor": cursor}}


async def test_a_message_is_found_on_a_later_page_of_the_direct_message(slack: Scripted) -> None:
    slack.say("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    slack.say("conversations.history", page("d7", cursor="more"))
    slack.say("conversations.history", page("d1"))

    assert await Messenger(slack).find(DELIVERY, NOW) == Sent("D1", "9.d1")

    history = [given for method, given in slack.asked if method == "conversations.history"]
    assert history[0]["oldest"] == "1795435200.000000"
    assert history[0]["include_all_metadata"] in {"1", "true", "True"}
    assert history[1]["cursor"] == "more"


async def test_a_message_that_is_not_there_is_absent(slack: Scripted) -> None:
    slack.say("conversations.history", page("d7"))
    in_channel = Delivery("d1", "T1", "C1", "hello", "", on=NOW.date(), due_at=NOW)

    assert await Messenger(slack).find(in_channel, NOW) == Absent()


@pytest.mark.parametrize(
    ("status", "code", "found"),
    [
        (200, "missing_scope", CannotAsk("missing_scope")),
        (429, "ratelimited", Wait(30.0)),
        (500, "internal_error", Wait(5.0)),
    ],
)
async def test_a_conversation_that_cannot_be_read(slack: Scripted, status: int, code: str, found: object) -> None:
    slack.say("conversations.open", {"ok": False, "error": code}, status, **{"Retry-After": "30"})

    assert await Messenger(slack).find(DELIVERY, NOW) == found


async def test_an_old_message_is_collapsed_and_a_refusal_is_only_logged(slack: Scripted) -> None:
    slack.say("chat.update", {"ok": True})
    slack.say("chat.update", {"ok": False, "error": "message_not_found"})

    await Messenger(slack).collapse("T1", "D1", "1.2", MESSAGE)
    with structlog.testing.capture_logs() as lines:
        await Messenger(slack).collapse("T1", "D1", "1.2", MESSAGE)

    assert slack.asked[0][1]["ts"] == "1.2"
    assert json.loads(json.dumps(slack.asked[0][1]["blocks"])) == list(MESSAGE.blocks)
    assert lines[0]["code"] == "message_not_found"


async def test_a_look_up_that_meets_an_older_token_is_made_with_the_newer_one(slack: Scripted) -> None:
    slack.tokens = ["xoxb-older", "xoxb-newer"]
    slack.say("conversations.open", {"ok": False, "error": "token_expired"})
    slack.say("conversations.open", {"ok": True, "channel": {"id": "D1"}})
    slack.say("conversations.history", {"ok": True, "messages": []})
    assert await Messenger(slack).find(DELIVERY, NOW) == Absent()
