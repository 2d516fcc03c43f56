"""What Slack's codes mean for a message that is to be removed."""

import pytest

from bot.blocks.block_kit import Message, section
from bot.domain.people.people import Who
from bot.slack.remover import NotDone, Remover
from tests.slack.scripted import Scripted

PLACE = ("T1", "D1", "5.0")
OK = {"ok": True}


@pytest.mark.parametrize("code", ["message_not_found", "file_deleted", "file_not_found", "thread_not_found"])
async def test_what_is_gone_is_done(slack: Scripted, code: str) -> None:
    slack.say("chat.delete", {"ok": False, "error": code})
    await Remover(slack).delete(*PLACE)


@pytest.mark.parametrize(
    ("status", "code", "wait", "is_final"),
    [
        pytest.param(429, "ratelimited", 30.0, False, id="limited"),
        pytest.param(200, "cant_delete_message", None, True, id="never"),
        pytest.param(200, "cant_update_message", None, True, id="never edited"),
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


async def test_an_answer_without_a_word_has_a_reason_all_the_same(slack: Scripted) -> None:
    slack.say("chat.delete", {"ok": False})
    with pytest.raises(NotDone, match="no answer"):
        await Remover(slack).delete(*PLACE)


async def test_a_cut_line_is_tried_again_and_an_old_token_replaced(slack: Scripted) -> None:
    slack.tokens = ["xoxb-old", "xoxb-new"]
    slack.then("chat.delete", lambda *_: None)
    with pytest.raises(NotDone, match="Server"):
        await Remover(slack).delete(*PLACE)
    slack.say("chat.delete", {"ok": False, "error": "token_expired"})
    slack.say("chat.delete", OK)
    await Remover(slack).delete(*PLACE)
    assert slack.bearers == ["xoxb-old", "xoxb-old", "xoxb-new"]


async def test_without_a_token_it_is_tried_again(slack: Scripted) -> None:
    slack.tokens = [""]
    with pytest.raises(NotDone) as caught:
        await Remover(slack).delete(*PLACE)
    assert (caught.value.reason, caught.value.is_final) == ("no token", False)


@pytest.mark.parametrize("code", ["edit_window_closed", "cant_update_message"])
async def test_what_cannot_be_edited_any_more_is_deleted(slack: Scripted, code: str) -> None:
    slack.say("chat.update", {"ok": False, "error": code})
    slack.say("chat.delete", OK)
    await Remover(slack).replace(*PLACE, Message("Removed", ()))
    assert slack.asked[1:] == [("chat.delete", {"channel": "D1", "ts": "5.0"})]


async def test_another_text_stands_there_instead(slack: Scripted) -> None:
    slack.say("chat.update", OK)
    await Remover(slack).replace(*PLACE, Message("Removed", (section("Removed"),)))
    ((method, given),) = slack.asked
    assert (method, given["channel"], given["ts"], given["text"]) == ("chat.update", "D1", "5.0", "Removed")
    assert given["blocks"] == [section("Removed")]


async def test_what_is_refused_for_another_reason_is_not_deleted(slack: Scripted) -> None:
    slack.say("chat.update", {"ok": False, "error": "is_inactive"})
    with pytest.raises(NotDone, match="is_inactive"):
        await Remover(slack).replace(*PLACE, Message("Removed", ()))


async def test_a_file_and_a_conversation_are_asked_for_by_their_ids(slack: Scripted) -> None:
    slack.say("files.delete", OK)
    await Remover(slack).delete_file("T1", "F1")
    slack.say("conversations.open", OK | {"channel": {"id": "D7"}})
    assert await Remover(slack).conversation("T1", "U1") == "D7"
    assert slack.asked == [("files.delete", {"file": "F1"}), ("conversations.open", {"users": "U1"})]


async def test_a_home_tab_is_drawn_for_its_reader(slack: Scripted) -> None:
    slack.say("views.publish", OK)
    await Remover(slack).home(Who("T1", "U1"), {"type": "home", "blocks": []})
    ((method, given),) = slack.asked
    assert (method, given["user_id"]) == ("views.publish", "U1")
    assert slack.bearers == ["xoxb-T1"]
    assert "home" in str(given["view"])
