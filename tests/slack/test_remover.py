"""What Slack's words mean for a message that is to be removed."""

from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.slack.remover import NotDone, OurMessage, OurPage, Remover
from tests.slack.scripted import Scripted

PLACE = ("T1", "D1", "5.0")
OK = {"ok": True}


@pytest.mark.parametrize("code", ["message_not_found", "file_deleted", "thread_not_found"])
async def test_what_is_gone_is_done(slack: Scripted, code: str) -> None:
    slack.say("chat.delete", {"ok": False, "error": code})
    await Remover(slack).delete(*PLACE)


@pytest.mark.parametrize(
    ("status", "code", "wait", "is_final"),
    [
        pytest.param(429, "ratelimited", 30.0, False, id="limited"),
        pytest.param(200, "cant_delete_message", None, True, id="never"),
        pytest.param(200, "compliance_exports_prevent_deletion", None, True, id="kept by law"),
        pytest.param(200, "is_inactive", None, False, id="archived"),
        pytest.param(200, "channel_not_found", None, False, id="taken out of the channel"),
        pytest.param(200, "missing_scope", None, False, id="no scope"),
        pytest.param(500, "internal_error", None, False, id="failing"),
        pytest.param(200, "a_word_of_2027", None, False, id="unknown"),
    ],
)
async def test_a_refusal_is_final_waits_or_is_tried_again(
    slack: Scripted, status: int, code: str, wait: float | None, is_final: bool
) -> None:
    slack.say("chat.delete", {"ok": False, "error": code}, status, **{"Retry-After": "30"})
    with pytest.raises(NotDone) as caught:
        await Remover(slack).delete(*PLACE)
    assert (caught.value.reason, caught.value.wait, caught.value.is_final) == (code, wait, is_final)


async def test_a_cut_line_is_tried_again_and_an_old_token_replaced(slack: Scripted) -> None:
    slack.then("chat.delete", lambda *_: None)
    with pytest.raises(NotDone, match="Server"):
        await Remover(slack).delete(*PLACE)
    slack.say("chat.delete", {"ok": False, "error": "token_expired"})
    slack.say("chat.delete", OK)
    await Remover(slack).delete(*PLACE)


async def test_what_cannot_be_edited_any_more_is_deleted(slack: Scripted) -> None:
    slack.say("chat.update", {"ok": False, "error": "edit_window_closed"})
    slack.say("chat.delete", OK)
    await Remover(slack).replace(*PLACE, Message("Removed", ()))
    assert [method for method, _ in slack.asked] == ["chat.update", "chat.delete"]


async def test_only_our_own_messages_are_read_and_where_the_next_page_begins(slack: Scripted) -> None:
    ours: dict[str, Any] = {"ts": "4.0", "bot_id": "B1", "text": "x", "reply_count": 2, "files": [{"id": "F1"}]}
    answer = {"ok": True, "messages": [ours, {"ts": "3.0", "user": "U1"}], "has_more": True}
    slack.say("conversations.history", answer)
    page = await Remover(slack).page("T1", "D1", "5.0")
    assert page == OurPage((OurMessage("4.0", "x", (), files=("F1",), has_thread=True),), "3.0")
    slack.say("conversations.replies", answer | {"has_more": False})
    assert (await Remover(slack).thread("T1", "D1", "1.0", "")).place == ""
