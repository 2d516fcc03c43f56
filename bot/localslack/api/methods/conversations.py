"""conversations.* and users.conversations: channels, their members and their messages."""

from collections import Counter
from typing import Any

from bot.localslack.api.methods.call import Answer, ApiCall
from bot.localslack.api.methods.chat import open_dm
from bot.localslack.state.errors import SlackError
from bot.localslack.state.state import Event
from bot.localslack.state.world import Channel, PostedMessage

FAMILIES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def info(call: ApiCall) -> Answer:
    """conversations.info."""
    channel = call.channel()
    call.allowed(f"{_family(channel)}:read")
    shown = as_dict(channel, call.bot.id)
    return {"channel": shown | ({"num_members": len(channel.members)} if call.flag("include_num_members") else {})}


def members(call: ApiCall) -> Answer:
    """conversations.members: user ids, a page at a time."""
    channel = call.channel()
    call.allowed(f"{_family(channel)}:read")
    page, more = call.page(channel.members, 100, 1000)
    return {"members": list(page), **more}


def listing(call: ApiCall) -> Answer:
    """conversations.list: the channels of the requested `types` that the bot can see."""
    return _listed(call, [channel for channel in call.workspace.channels.values() if call.sees(channel)])


def of_user(call: ApiCall) -> Answer:
    """users.conversations: the channels that a person is in, as far as the bot can see them; without `user` the bot's
    own.
    """
    user = call.user() if call.text("user") else call.bot
    inside = [
        channel for channel in call.workspace.channels.values() if user.id in channel.members and call.sees(channel)
    ]
    return _listed(call, inside)


def opened(call: ApiCall) -> Answer:
    """conversations.open: the direct message with one person."""
    if call.text("channel"):
        return {"channel": {"id": call.channel().id}}
    users = call.text("users").split(",")
    if len(users) != 1:
        call.state.refuse("conversations.open", "the local Slack does not support group conversations")
        raise SlackError("too_many_users")
    user = call.workspace.users.get(users[0])
    if user is None:
        raise SlackError("user_not_found")
    if user.deleted:
        raise SlackError("user_disabled")
    channel = open_dm(call, user.id)
    return {"channel": as_dict(channel, call.bot.id) if call.flag("return_im") else {"id": channel.id}}


def history(call: ApiCall) -> Answer:
    """conversations.history: newest first, between `oldest` and `latest`, metadata when asked for. Replies in threads
    are not in it.
    """
    channel, replies = _readable(call), Counter[str]()
    for message in call.workspace.messages[channel.id].values():
        replies[message.thread_ts] += bool(message.thread_ts)
    messages = [
        message.as_dict(with_metadata=call.flag("include_all_metadata"))
        | ({"thread_ts": message.ts, "reply_count": replies[message.ts]} if replies[message.ts] else {})
        for message in reversed(_between(call, channel))
        if not message.thread_ts
    ]
    return _page_of(call, messages, 100, 999) | {"pin_count": 0}


def replies(call: ApiCall) -> Answer:
    """conversations.replies: the message `ts` itself, then those in its thread between `oldest` and `latest`, the
    oldest first.

    Source: https://docs.slack.dev/reference/methods/conversations.replies
    """
    channel, ts = _readable(call), call.text("ts")
    parent = call.workspace.messages[channel.id].get(ts)
    below = [message for message in _between(call, channel) if message.thread_ts == ts]
    if parent is None and not any(message.thread_ts == ts for message in call.workspace.messages[channel.id].values()):
        raise SlackError("thread_not_found")
    messages = [parent, *below] if parent is not None else below
    shown = [message.as_dict(with_metadata=call.flag("include_all_metadata")) for message in messages]
    return _page_of(call, shown, 1000, 1000)


def _readable(call: ApiCall) -> Channel:
    channel = call.channel()
    call.allowed(f"{_family(channel)}:history")
    if call.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _between(call: ApiCall, channel: Channel) -> list[PostedMessage]:
    """The messages between `oldest` and `latest`, the oldest first."""
    try:
        oldest, latest = float(call.text("oldest") or 0), float(call.text("latest") or "inf")
    except ValueError:
        raise SlackError("invalid_ts_oldest") from None
    inside = call.flag("inclusive")
    return [
        message
        for ts, message in sorted(call.workspace.messages[channel.id].items())
        if oldest < float(ts) < latest or (inside and float(ts) in (oldest, latest))
    ]


def _page_of(call: ApiCall, messages: list[dict[str, Any]], default: int, most: int) -> Answer:
    page, more = call.page(messages, default, most)
    rest = bool(more["response_metadata"]["next_cursor"])
    return {"messages": list(page), "has_more": rest, **(more if rest else {})}


def join(call: ApiCall) -> Answer:
    """conversations.join: a public channel."""
    channel = call.channel()
    if channel.is_private or channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise SlackError("is_archived")
    if call.bot.id in channel.members:
        return {"channel": as_dict(channel, call.bot.id), "warning": "already_in_channel"}
    channel = call.workspace.join(channel.id, call.bot.id)
    call.state.changes.ring("channel")
    body = {"type": "member_joined_channel", "user": call.bot.id, "channel": channel.id, "channel_type": "C"}
    call.state.hear(Event(call.workspace.id, "member_joined_channel", body, channel.id))
    return {"channel": as_dict(channel, call.bot.id)}


def as_dict(channel: Channel, bot_user: str) -> dict[str, Any]:
    """A channel as it appears in answers."""
    inside = bot_user in channel.members
    shared = {"id": channel.id, "created": channel.created, "is_archived": channel.is_archived, "is_im": channel.is_im}
    if channel.is_im:
        other = next((member for member in channel.members if member != bot_user), "")
        return {**shared, "user": other, "is_user_deleted": False}
    return {
        **shared,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_mpim": False,
        "is_private": channel.is_private,
        "is_general": channel.name == "general",
        "is_member": inside,
        "creator": channel.creator,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "topic": {"value": "", "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _listed(call: ApiCall, channels: list[Channel]) -> Answer:
    kinds = [kind.strip() for kind in (call.text("types") or "public_channel").split(",")]
    if unknown := [kind for kind in kinds if kind not in FAMILIES]:
        raise SlackError("invalid_types", response_metadata={"messages": [f"[ERROR] {unknown[0]}"]})
    for kind in kinds:
        call.allowed(f"{FAMILIES[kind]}:read")
    families = {FAMILIES[kind] for kind in kinds}
    fitting = [channel for channel in channels if _family(channel) in families]
    if call.flag("exclude_archived"):
        fitting = [channel for channel in fitting if not channel.is_archived]
    page, more = call.page(fitting, 100, 1000)
    return {"channels": [as_dict(channel, call.bot.id) for channel in page], **more}


def _family(channel: Channel) -> str:
    return "im" if channel.is_im else "groups" if channel.is_private else "channels"
