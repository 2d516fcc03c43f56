"""Answering where somebody started, also in the Home tab, and where that place is gone."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.async_app import AsyncRespond
from slack_sdk.errors import SlackApiError

from bot.blocks import block_kit
from bot.blocks.block_kit import Message
from bot.domain.codec import CheckInTap
from bot.domain.home import HomeFacts
from bot.domain.people.people import Person
from bot.errors import Problem
from bot.pictures.artist import Artist
from bot.services.pictures import Pictures
from content.models import Library
from handlers.answer import Answer
from handlers.parse import origin

NOON = datetime(2026, 10, 19, 12, tzinfo=UTC)
HOME = {"type": "block_actions", "view": {"type": "home"}}
SAID = Message("Planned.", ())
MODAL: dict[str, Any] = {"type": "modal", "blocks": []}
NO_PICTURES = Pictures(cast("Any", None), Artist(), None)


class FakeSlack:
    """Stands in for Bolt's arguments: keeps the messages, and refuses to publish if told to."""

    def __init__(self, body: dict[str, Any], refuses: str = "") -> None:
        self.body = {"team_id": "T1", "user_id": "U1", "trigger_id": "t"} | body
        self.client = self
        self.said: list[tuple[str, dict[str, Any]]] = []
        self.respond: Any = None
        self._refuses = refuses

    def __getattr__(self, method: str) -> Any:
        async def call(**content: Any) -> None:
            if method == "views_publish" and self._refuses:
                raise cast("Any", SlackApiError)("no", {"error": self._refuses})
            self.said.append((method, content))

        return call

    @property
    def methods(self) -> list[str]:
        """What was called, in order."""
        return [method for method, _ in self.said]


def answer_to(library: Library, body: dict[str, Any], refuses: str = "") -> tuple[Answer, FakeSlack]:
    """An answer to a request, and the fake Slack that receives it."""
    slack = FakeSlack(body, refuses)
    return Answer(cast("Any", slack), library, NO_PICTURES), slack


def submitted(**carried: Any) -> dict[str, Any]:
    """A form that was submitted, with what it carries."""
    view = {"id": "V1", "type": "modal", "private_metadata": json.dumps(carried)}
    return {"type": "view_submission", "view": view}


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"response_url": "url"}, {"respond": "url", "replace": False}),
        ({"container": {"message_ts": "1", "channel_id": "D1"}, "response_url": "url"}, {"channel": "D1", "ts": "1"}),
        (
            {"container": {"message_ts": "1", "channel_id": "D1", "is_ephemeral": True}, "response_url": "url"},
            {"respond": "url", "replace": True},
        ),
        ({"view": {"type": "home"}, "container": {"type": "view"}}, {"home": True}),
    ],
    ids=["typed", "a message", "an ephemeral message", "the Home tab"],
)
def test_where_a_press_came_from(body: dict[str, Any], place: dict[str, Any]) -> None:
    assert origin(body) == place


@pytest.mark.parametrize(
    ("body", "methods"),
    [
        (HOME, []),
        ({"container": {"message_ts": "1", "channel_id": "D1"}}, ["chat_update"]),
        ({"command": "/secondchair"}, ["chat_postMessage"]),
        (submitted(home=True), ["ack"]),
        (submitted(channel="D1", ts="1"), ["ack", "chat_update"]),
        (submitted(respond=None), ["ack", "chat_postMessage"]),
    ],
    ids=["the Home tab", "a message", "typed", "a form on Home", "a form on a message", "a form from elsewhere"],
)
async def test_a_reply_is_shown_where_they_began(library: Library, body: dict[str, Any], methods: list[str]) -> None:
    answer, slack = answer_to(library, body)
    await answer.reply(SAID)
    assert slack.methods == methods


@pytest.mark.parametrize(("status", "methods"), [(200, []), (404, ["chat_postMessage"])], ids=["taken", "used up"])
async def test_a_response_url_that_is_used_up_leaves_the_direct_message(
    library: Library, status: int, methods: list[str]
) -> None:
    async def serve(_request: web.Request) -> web.Response:
        return web.Response(status=status, text="ok" if status == 200 else "expired_url")

    app = web.Application()
    app.router.add_post("/", serve)
    async with TestServer(app) as server:
        answer, slack = answer_to(library, {"response_url": str(server.make_url("/"))})
        slack.respond = AsyncRespond(response_url=None)
        await answer.reply(SAID)
    assert slack.methods == methods


async def test_a_form_is_closed_once_and_not_where_its_view_was_replaced(library: Library) -> None:
    answer, slack = answer_to(library, submitted())
    await answer.replace_view(MODAL)
    await answer.close()
    assert slack.said == [("ack", {"response_action": "update", "view": MODAL})]


@pytest.mark.parametrize(
    ("pressed_in", "method"), [("modal", "views_push"), ("home", "views_open"), (None, "views_open")]
)
async def test_a_modal_stands_on_the_one_that_it_was_opened_from(
    library: Library, pressed_in: str | None, method: str
) -> None:
    answer, slack = answer_to(library, {"view": {"type": pressed_in}} if pressed_in else {})
    await answer.open(MODAL)
    assert slack.said == [(method, {"trigger_id": "t", "view": MODAL})]


@pytest.mark.parametrize("blocks", [(), (block_kit.section("*More*"),)], ids=["words", "blocks"])
async def test_an_answer_in_the_home_tab_is_a_small_modal(library: Library, blocks: tuple[block_kit.Block]) -> None:
    answer, slack = answer_to(library, HOME)
    await answer.privately(Message("Said <here>", blocks))
    ((method, content),) = slack.said
    assert (method, content["trigger_id"]) == ("views_open", "t")
    assert content["view"]["blocks"] == (list(blocks) or [block_kit.section("Said &lt;here&gt;")])


@pytest.mark.parametrize(("refuses", "methods"), [("", ["views_publish"]), ("ratelimited", [])])
async def test_a_home_tab_that_slack_refuses_waits_for_the_next_opening(
    library: Library, refuses: str, methods: list[str]
) -> None:
    answer, slack = answer_to(library, HOME, refuses)
    await answer.draw_home(HomeFacts(Person("T1", "U1"), NOON))
    assert slack.methods == methods


@pytest.mark.parametrize(
    ("body", "in_home"),
    [
        (HOME, True),
        ({"type": "block_actions", "view": {"type": "modal"}}, False),
        ({"type": "block_actions"}, False),
        (submitted(home=True), True),
        (submitted(), False),
        ({"command": "/secondchair"}, False),
    ],
    ids=["pressed there", "pressed in a modal", "pressed in a message", "a form from there", "a form", "typed"],
)
def test_what_comes_from_the_home_tab_is_known_by_its_view(
    library: Library, body: dict[str, Any], in_home: bool
) -> None:
    answer, _ = answer_to(library, body)
    assert answer.is_home is in_home


def test_a_button_that_carries_something_else_is_stale(library: Library) -> None:
    answer = Answer(
        cast("Any", SimpleNamespace(body={"actions": [{"value": "of long ago"}]}, ack=None)), library, NO_PICTURES
    )
    with pytest.raises(Problem) as caught:
        answer.read(CheckInTap)
    assert caught.value.key == "errors.stale"
