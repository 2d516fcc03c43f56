"""What removal reads in a conversation: our own messages, page by page."""

from typing import Any

import pytest

from bot.blocks.block_kit import section
from bot.slack.history import EVENT_TYPE
from bot.slack.remover import OurMessage, OurPage, Remover
from tests.slack.scripted import Scripted


def ours(ts: str, **facts: Any) -> dict[str, Any]:
    return {"ts": ts, "bot_id": "B1", "text": "x", **facts}


OURS = {"event_type": EVENT_TYPE}
THEIRS = {"ts": "3.0", "user": "U1", "text": "x"}


@pytest.mark.parametrize("has_more", [True, False])
async def test_a_page_goes_back_from_a_time_and_says_where_the_next_begins(slack: Scripted, has_more: bool) -> None:
    slack.say("conversations.history", {"ok": True, "messages": [ours("4.0"), THEIRS], "has_more": has_more})
    page = await Remover(slack).page("T1", "D1", "5.0")
    assert page == OurPage((OurMessage("4.0", "x", ()),), "3.0" if has_more else "")
    given = {"channel": "D1", "latest": "5.0", "limit": "200", "include_all_metadata": "1"}
    assert slack.asked == [("conversations.history", given)]


async def test_a_page_without_messages_is_the_last(slack: Scripted) -> None:
    slack.say("conversations.history", {"ok": True, "messages": [], "has_more": True})
    assert await Remover(slack).page("T1", "D1", "5.0") == OurPage(())


@pytest.mark.parametrize(("after", "oldest"), [("", {}), ("1.5", {"oldest": "1.5"})], ids=["first", "next"])
async def test_a_thread_is_read_onwards(slack: Scripted, after: str, oldest: dict[str, str]) -> None:
    answer = {"ok": True, "messages": [ours("1.0"), THEIRS], "has_more": True}
    slack.say("conversations.replies", answer)
    page = await Remover(slack).thread("T1", "D1", "1.0", after)
    assert page == OurPage((OurMessage("1.0", "x", ()),), "3.0")
    assert slack.asked == [("conversations.replies", {"channel": "D1", "ts": "1.0", "limit": "200", **oldest})]


async def test_a_thread_that_is_gone_holds_nothing(slack: Scripted) -> None:
    slack.say("conversations.replies", {"ok": False, "error": "thread_not_found"})
    assert await Remover(slack).thread("T1", "D1", "1.0", "") == OurPage(())


@pytest.mark.parametrize(
    ("shown", "message"),
    [
        pytest.param([ours("4.0")], OurMessage("4.0", "x", ()), id="there"),
        pytest.param([ours("3.0")], None, id="another"),
        pytest.param([THEIRS | {"ts": "4.0"}], None, id="not ours"),
        pytest.param([], None, id="gone"),
    ],
)
async def test_one_message_is_asked_for_by_its_time(
    slack: Scripted, shown: list[dict[str, Any]], message: OurMessage | None
) -> None:
    slack.say("conversations.history", {"ok": True, "messages": shown})
    assert await Remover(slack).message("T1", "D1", "4.0") == message
    given = {"channel": "D1", "oldest": "4.0", "latest": "4.0", "inclusive": "1", "limit": "1"}
    assert slack.asked == [("conversations.history", given)]


@pytest.mark.parametrize(
    ("facts", "read"),
    [
        pytest.param({}, {}, id="bare"),
        pytest.param({"text": None}, {"text": ""}, id="no text"),
        pytest.param({"blocks": [section("a")]}, {"blocks": (section("a"),)}, id="blocks"),
        pytest.param({"reply_count": 2}, {"has_thread": True}, id="replies"),
        pytest.param(
            {"files": [{"id": "F1"}, {"mode": "tombstone"}, {"id": "F2"}]}, {"files": ("F1", "F2")}, id="files"
        ),
        pytest.param(
            {"metadata": {"event_type": EVENT_TYPE, "event_payload": {"id": "d1"}}},
            {"delivery_id": "d1"},
            id="delivery",
        ),
        pytest.param({"metadata": {"event_type": EVENT_TYPE, "event_payload": {}}}, {}, id="no delivery"),
        pytest.param({"metadata": {"event_type": EVENT_TYPE}}, {}, id="no payload"),
        pytest.param({"metadata": {"event_type": "other", "event_payload": {"id": "d1"}}}, {}, id="of another app"),
    ],
)
async def test_what_is_known_of_a_message(slack: Scripted, facts: dict[str, Any], read: dict[str, Any]) -> None:
    slack.say("conversations.history", {"ok": True, "messages": [ours("4.0", **facts)]})
    (message,) = (await Remover(slack).page("T1", "D1", "5.0")).messages
    assert message == OurMessage(**{"ts": "4.0", "text": "x", "blocks": (), **read})
