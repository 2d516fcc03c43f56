"""Posting, changing and reading messages, seen through the real SDK."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, Client, LocalSlack, SlackWorkspace

from .conftest import Clocks, code, manifest
from .kit import mrkdwn, section

pytestmark = pytest.mark.usefixtures("unlimited")


async def test_a_message_to_a_person_opens_the_direct_message(web: AsyncWebClient, tom: Client) -> None:
    answer = await web.chat_postMessage(channel=tom.user.id, text="Hi")
    assert (answer["channel"][0], [message.text for message in tom.dm()]) == ("D", ["Hi"])
    assert answer["message"]["bot_id"].startswith("B")


async def test_a_clock_that_goes_back_overwrites_no_message(
    web: AsyncWebClient, sales: str, tom: Client, clocks: Clocks
) -> None:
    for days in (1, -1, 1, -1):
        await web.chat_postMessage(channel=sales, text="x")
        clocks.jump(days=days)
    assert len(tom.messages(sales)) == 4


async def test_messages_of_one_instant_keep_their_order(web: AsyncWebClient, sales: str, tom: Client) -> None:
    stamps = [(await web.chat_postMessage(channel=sales, text=str(n)))["ts"] for n in range(3)]
    assert stamps == sorted(set(stamps))
    assert [message.text for message in tom.messages("#sales")] == ["0", "1", "2"]


@pytest.mark.parametrize(
    ("to", "given", "error"),
    [
        ("C-nowhere", {}, "channel_not_found"),
        ("board", {}, "channel_not_found"),
        ("general", {}, "not_in_channel"),
        ("old", {}, "is_archived"),
        ("sales", {"text": ""}, "no_text"),
        ("sales", {"text": "x" * 40_001}, "msg_too_long"),
        ("sales", {"blocks": [{"type": "poem"}]}, "invalid_blocks"),
        ("sales", {"blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ("sales", {"blocks": [section(text=mrkdwn("x" * 3000))] * 4}, "msg_blocks_too_long"),
        ("sales", {"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
    ],
)
async def test_a_post_is_refused_with_slacks_own_code(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, sales: str, to: str, given: Any, error: str
) -> None:
    acme.add_channel("general")
    slack.archive(acme, acme.add_channel("old").id)
    channel = acme.channel(to)
    args = {"channel": channel.id if channel else to, "text": "Hi", **given}
    assert await code(web.api_call("chat.postMessage", json=args)) == error


async def test_bad_blocks_are_explained(web: AsyncWebClient, sales: str) -> None:
    with pytest.raises(SlackApiError) as caught:
        await web.chat_postMessage(channel=sales, text="x", blocks=[section(text=mrkdwn(""))])
    messages = caught.value.response["response_metadata"]["messages"]
    assert messages == ["[ERROR] must not be empty [json-pointer:/blocks/0/text/text]"]


async def test_what_real_slack_would_only_frown_at_is_remembered(
    slack: LocalSlack, web: AsyncWebClient, sales: str
) -> None:
    args = {"channel": sales, "blocks": [section()], "attachments": [{"fallback": "x"}]}
    assert (await web.api_call("chat.postMessage", json=args))["ok"]
    assert [refusal.sentence.split()[0] for refusal in slack.refusals] == ["attachments", "a"]


async def test_a_bot_is_not_written_to_and_a_closed_messages_tab_takes_nothing(
    slack: LocalSlack, web: AsyncWebClient, acme: SlackWorkspace, installed: AppInstallation, tom: Client
) -> None:
    assert await code(web.chat_postMessage(channel=installed.bot_user, text="Hi")) == "cannot_dm_bot"
    source = manifest()
    source["features"]["app_home"] = {"messages_tab_enabled": False}
    closed = slack.install(source, acme)
    post = web.chat_postMessage(channel=tom.user.id, text="Hi", token=closed.bot_token)
    assert await code(post) == "messages_tab_disabled"
    assert await code(web.views_publish(user_id="U", view={}, token=closed.bot_token)) == "not_enabled"


async def test_only_what_is_given_is_changed(web: AsyncWebClient, sales: str, tom: Client) -> None:
    metadata = {"event_type": "delivery", "event_payload": {"id": "1"}}
    first = await web.chat_postMessage(channel=sales, text="One", blocks=[section()], metadata=metadata)
    blocks = {"channel": sales, "ts": first["ts"], "blocks": [section(), section()]}
    await web.api_call("chat.update", json=blocks)
    message = tom.messages(sales)[0]
    assert (message.text, len(message.blocks), message.metadata, bool(message.edited)) == ("One", 2, metadata, True)
    await web.chat_update(channel=sales, ts=first["ts"], text="Two")
    message = tom.messages(sales)[0]
    assert (message.text, message.blocks, message.metadata) == ("Two", (), metadata), "a text alone removes the blocks"
    assert await code(web.chat_update(channel=sales, ts=first["ts"], text="x" * 4001)) == "msg_too_long"
    await web.chat_delete(channel=sales, ts=first["ts"])
    assert tom.messages(sales) == []
    assert await code(web.chat_update(channel=sales, ts=first["ts"], text="x")) == "message_not_found"


async def test_only_ones_own_messages_can_be_changed(web: AsyncWebClient, sales: str, tom: Client) -> None:
    theirs = await tom.send("#sales", "Hello")
    assert await code(web.chat_update(channel=sales, ts=theirs.ts, text="x")) == "cant_update_message"
    assert await code(web.chat_delete(channel=sales, ts=theirs.ts)) == "cant_delete_message"
    link = await web.chat_getPermalink(channel=sales, message_ts=theirs.ts)
    assert link["permalink"].endswith(theirs.ts.replace(".", ""))
    assert await code(web.chat_getPermalink(channel=sales, message_ts="1.0")) == "message_not_found"


async def test_an_ephemeral_message_is_seen_by_one_member_only(
    web: AsyncWebClient, sales: str, tom: Client, maria: Client
) -> None:
    await web.chat_postEphemeral(channel=sales, user=tom.user.id, text="Psst")
    assert [message.text for message in tom.ephemerals("#sales")] == ["Psst"]
    assert (maria.ephemerals(), tom.messages(sales)) == ([], [])
    assert await code(web.chat_postEphemeral(channel=sales, user="U-else", text="x")) == "user_not_in_channel"


async def test_history_is_asked_for_with_metadata_between_two_times(
    web: AsyncWebClient, sales: str, clocks: Clocks, acme: SlackWorkspace
) -> None:
    stamps = []
    for number in range(4):
        metadata = {"event_type": "delivery", "event_payload": {"id": str(number)}}
        stamps.append((await web.chat_postMessage(channel=sales, text=str(number), metadata=metadata))["ts"])
        clocks.jump(minutes=1)
    answer = await web.conversations_history(channel=sales, oldest=stamps[0], include_all_metadata=True, limit=2)
    assert [message["metadata"]["event_payload"]["id"] for message in answer["messages"]] == ["3", "2"]
    cursor = answer["response_metadata"]["next_cursor"]
    rest = await web.conversations_history(channel=sales, oldest=stamps[0], cursor=cursor, limit=2)
    assert ([message["text"] for message in rest["messages"]], rest["has_more"]) == (["1"], False)
    assert "metadata" not in rest["messages"][0]
    both = await web.conversations_history(channel=sales, oldest=stamps[1], latest=stamps[2], inclusive=True)
    assert [message["text"] for message in both["messages"]] == ["2", "1"]
    assert await code(web.conversations_history(channel=sales, oldest="yesterday")) == "invalid_ts_oldest"
    assert await code(web.conversations_history(channel=sales, cursor="x")) == "invalid_cursor"
    assert await code(web.conversations_history(channel=sales, limit=1000)) == "invalid_limit"
    outside = acme.add_channel("outside").id
    assert await code(web.conversations_history(channel=outside)) == "not_in_channel"


async def test_replies_are_read_by_their_thread_and_stand_in_no_history(
    web: AsyncWebClient, sales: str, tom: Client
) -> None:
    above = (await web.chat_postMessage(channel=sales, text="Above"))["ts"]
    await tom.send("#sales", "Below", thread_ts=above)
    ours = (await web.chat_postMessage(channel=sales, text="Ours below", thread_ts=above))["ts"]
    history = await web.conversations_history(channel=sales)
    assert [(message["text"], message["reply_count"]) for message in history["messages"]] == [("Above", 2)]
    thread = await web.conversations_replies(channel=sales, ts=above)
    assert [message["text"] for message in thread["messages"]] == ["Above", "Below", "Ours below"]
    await web.chat_delete(channel=sales, ts=above)
    rest = await web.conversations_replies(channel=sales, ts=above, oldest="1")
    assert [message["ts"] for message in rest["messages"]][-1] == ours
    assert await code(web.conversations_replies(channel=sales, ts="1.0")) == "thread_not_found"


async def test_in_an_archived_channel_nothing_is_changed(
    slack: LocalSlack, acme: SlackWorkspace, web: AsyncWebClient, sales: str
) -> None:
    ts = (await web.chat_postMessage(channel=sales, text="One"))["ts"]
    slack.archive(acme, sales)
    assert await code(web.chat_update(channel=sales, ts=ts, text="x")) == "is_inactive"
    assert await code(web.chat_delete(channel=sales, ts=ts)) == "is_inactive"
