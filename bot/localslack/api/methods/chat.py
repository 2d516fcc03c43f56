"""chat.*: posting, changing and deleting messages."""

from typing import Any

from bot.localslack.api.methods.call import Answer, ApiCall, refused, unready
from bot.localslack.state.errors import SlackError
from bot.localslack.state.world import Channel, PostedMessage
from bot.localslack.validate import validate

LONGEST = 40_000
LONGEST_CHANGED = 4_000
# Slack names no number for this. It took 9,597 characters in 50 blocks and refused 11,341 in 45, and 13,298 in one:
# https://github.com/slackapi/bolt-js/issues/2867 and 2509. Answers to a `response_url` are not counted.
MOST_IN_BLOCKS = 9_600


def post_message(call: ApiCall) -> Answer:
    """chat.postMessage: to a channel, or to a person in the app's direct messages."""
    content = _content(call)
    channel = target(call)
    facts: dict[str, Any] = {"thread_ts": call.text("thread_ts"), "metadata": _metadata(call)}
    message = call.state.post(call.workspace, channel, call.bot, **_author(call), **content, **facts)
    return {"channel": channel.id, "ts": message.ts, "message": message.as_dict()}


def post_ephemeral(call: ApiCall) -> Answer:
    """chat.postEphemeral: a message that only one member sees."""
    content = _content(call)
    channel = target(call)
    if call.text("user") not in channel.members:
        raise SlackError("user_not_in_channel")
    to = call.text("user")
    message = call.state.post(call.workspace, channel, call.bot, **_author(call), **content, ephemeral_to=to)
    return {"message_ts": message.ts}


def update(call: ApiCall) -> Answer:
    """chat.update: only the app's own messages. A missing argument leaves its part as it was, but a text alone removes
    the blocks, as an empty list of them does.

    Source: https://docs.slack.dev/reference/methods/chat.update
    """
    message = _own(call, "cant_update_message")
    if len(call.text("text")) > LONGEST_CHANGED:
        raise SlackError("msg_too_long")
    content = _content(call) | {"metadata": _metadata(call)}
    given = {*call.args, *(("blocks",) if "text" in call.args else ())}
    changes = {name: value for name, value in content.items() if name in given}
    fresh = call.state.edit(call.workspace, message, **changes)
    return {"channel": fresh.channel, "ts": fresh.ts, "text": fresh.text, "message": fresh.as_dict()}


def delete(call: ApiCall) -> Answer:
    """chat.delete: only the app's own messages."""
    message = _own(call, "cant_delete_message")
    call.state.remove(call.workspace, message)
    return {"channel": message.channel, "ts": message.ts}


def permalink(call: ApiCall) -> Answer:
    """chat.getPermalink."""
    channel = call.channel()
    ts = call.text("message_ts")
    if ts not in call.workspace.messages[channel.id]:
        raise SlackError("message_not_found")
    link = f"https://{call.workspace.domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def target(call: ApiCall) -> Channel:
    """The channel that a message goes to. Raises SlackError with Slack's own code for each reason why it cannot.

    A deactivated person still has a conversation: https://github.com/slackapi/python-slack-sdk/issues/1156
    """
    user = call.workspace.users.get(call.text("channel"))
    if user is not None:
        channel = open_dm(call, user.id)
    else:
        named = call.workspace.channel(call.text("channel"))
        if named is None or not call.sees(named):
            raise SlackError("channel_not_found")
        channel = named
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot.id not in channel.members and "chat:write.public" not in call.installation.scopes:
        raise SlackError("not_in_channel")
    if channel.is_im and not call.installation.app.manifest.messages_tab:
        raise SlackError("messages_tab_disabled")
    return channel


def open_dm(call: ApiCall, user_id: str) -> Channel:
    """The app's conversation with a person. Raises SlackError cannot_dm_bot."""
    if call.workspace.users[user_id].is_bot:
        raise SlackError("cannot_dm_bot")
    return call.workspace.dm(call.bot.id, user_id)


def _author(call: ApiCall) -> dict[str, Any]:
    return {"bot_id": call.installation.bot_id, "app_id": call.installation.app.id}


def _content(call: ApiCall) -> dict[str, Any]:
    text, blocks = call.text("text"), call.args.get("blocks") or []
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if call.args.get("attachments"):
        call.state.refuse("chat", "attachments are not supported by the local Slack")
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > LONGEST:
        raise SlackError("msg_too_long")
    if characters_in(blocks) > MOST_IN_BLOCKS:
        raise SlackError("msg_blocks_too_long")
    if problems := validate(blocks, "message") or unready(call.state, blocks):
        raise refused("invalid_blocks", problems)
    if not text:
        call.state.refuse("chat", "a message without text is empty in notifications and for screen readers")
    return {"text": text, "blocks": blocks}


def characters_in(part: Any) -> int:
    """How much text there is in blocks."""
    if isinstance(part, dict):
        return sum(
            len(inner) if name == "text" and isinstance(inner, str) else characters_in(inner)
            for name, inner in part.items()
        )
    return sum(map(characters_in, part)) if isinstance(part, list) else 0


def _metadata(call: ApiCall) -> dict[str, Any] | None:
    metadata = call.args.get("metadata")
    if metadata in (None, "", {}):
        return None
    good = isinstance(metadata, dict) and set(metadata) == {"event_type", "event_payload"}
    if not good or not isinstance(metadata["event_payload"], dict) or not metadata["event_type"]:
        raise SlackError("invalid_metadata_format")
    return dict(metadata)


def _own(call: ApiCall, code: str) -> PostedMessage:
    channel = call.channel()
    message = call.workspace.messages[channel.id].get(call.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.user != call.bot.id:
        raise SlackError(code)
    if channel.is_archived:
        raise SlackError("is_inactive")
    return message
