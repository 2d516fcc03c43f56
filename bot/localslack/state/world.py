"""Workspaces with people, channels and messages. Their objects are replaced, never changed in place."""

from dataclasses import KW_ONLY, dataclass, field, replace
from typing import Any

from bot.localslack.state.ids import Ids

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot of a workspace."""

    id: str
    name: str
    real_name: str = ""
    tz: str = "Etc/UTC"
    is_admin: bool = False
    _: KW_ONLY
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    status_text: str = ""
    status_emoji: str = ""
    status_expiration: int = 0
    email: str = ""
    app_id: str = ""
    title: str = ""
    locale: str = "en-US"
    dnd_enabled: bool = False
    dnd_start: int = 1
    dnd_end: int = 1
    is_org_admin: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A public or private channel, or (`is_im`) the conversation of one person with one app."""

    id: str
    name: str = ""
    is_private: bool = False
    members: tuple[str, ...] = ()
    is_archived: bool = False
    _: KW_ONLY
    is_im: bool = False
    creator: str = ""
    created: int = 0
    is_ext_shared: bool = False


@dataclass(frozen=True, slots=True)
class PostedMessage:
    """One message as it was at some time; a person with an outdated window presses a button of an older version."""

    ts: str
    channel: str
    user: str
    text: str = ""
    blocks: tuple[Block, ...] = ()
    _: KW_ONLY
    bot_id: str = ""
    app_id: str = ""
    metadata: dict[str, Any] | None = None
    edited: str = ""
    thread_ts: str = ""
    ephemeral_to: str = ""
    files: tuple[str, ...] = ()
    subtype: str = ""

    def as_dict(self, *, with_metadata: bool = True) -> dict[str, Any]:
        """As Slack gives it in events, histories and interaction payloads."""
        shown: dict[str, Any] = {"type": "message", "user": self.user, "ts": self.ts, "text": self.text}
        if self.subtype:
            shown["subtype"] = self.subtype
        if self.bot_id:
            shown |= {"bot_id": self.bot_id, "app_id": self.app_id}
        if self.blocks:
            shown["blocks"] = list(self.blocks)
        if self.thread_ts:
            shown["thread_ts"] = self.thread_ts
        if self.files:
            shown["files"] = [{"id": file_id, "user": self.user} for file_id in self.files]
        if self.edited:
            shown["edited"] = {"user": self.user, "ts": self.edited}
        if self.metadata and with_metadata:
            shown["metadata"] = self.metadata
        return shown


@dataclass(slots=True)
class SlackWorkspace:
    """One Slack team with everything in it. Channels and people are also found by name (`#general`, `@maria`)."""

    id: str
    name: str
    domain: str
    ids: Ids
    users: dict[str, User] = field(default_factory=dict)
    _: KW_ONLY
    channels: dict[str, Channel] = field(default_factory=dict)
    messages: dict[str, dict[str, PostedMessage]] = field(default_factory=dict)
    ephemerals: list[PostedMessage] = field(default_factory=list)
    dms: dict[tuple[str, str], str] = field(default_factory=dict)
    former_ids: dict[str, str] = field(default_factory=dict)

    def add_user(self, name: str, **facts: Any) -> User:
        """Add a new person; `facts` are fields of User."""
        user = User(**{"id": self.ids.next("U"), "name": name, "real_name": name.title(), **facts})
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, members: tuple[str, ...] | list[str] = (), **facts: Any) -> Channel:
        """Add a new channel with these user ids in it; `facts` are fields of Channel."""
        creator = members[0] if members else ""
        values = {"id": self.ids.next("C"), "name": name, "members": tuple(members), "creator": creator, **facts}
        return self.put_channel(Channel(**values))

    def put_channel(self, channel: Channel) -> Channel:
        """Keep this version of a channel."""
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, {})
        return channel

    def user(self, who: str) -> User | None:
        """A person by id, `name` or `@name`."""
        name = who.removeprefix("@")
        return self.users.get(who) or next((user for user in self.users.values() if user.name == name), None)

    def channel(self, which: str) -> Channel | None:
        """A channel by id, `name` or `#name`."""
        name = which.removeprefix("#")
        named = (channel for channel in self.channels.values() if channel.name and channel.name == name)
        return self.channels.get(which) or next(named, None)

    def dm(self, bot_user: str, user: str) -> Channel:
        """The conversation of this person with this bot, opened if there is none yet."""
        if (bot_user, user) not in self.dms:
            channel = Channel(self.ids.next("D"), members=(user, bot_user), is_im=True)
            self.dms[bot_user, user] = self.put_channel(channel).id
        return self.channels[self.dms[bot_user, user]]

    def join(self, channel_id: str, user_id: str) -> Channel:
        """Add a member."""
        channel = self.channels[channel_id]
        return self.put_channel(replace(channel, members=(*channel.members, user_id)))

    def leave(self, channel_id: str, user_id: str) -> Channel:
        """Remove a member."""
        channel = self.channels[channel_id]
        members = tuple(member for member in channel.members if member != user_id)
        return self.put_channel(replace(channel, members=members))

    def put_message(self, message: PostedMessage) -> PostedMessage:
        """Keep this version of a message; messages that only one person sees are kept apart."""
        if message.ephemeral_to:
            kept = [other for other in self.ephemerals if (other.channel, other.ts) != (message.channel, message.ts)]
            self.ephemerals[:] = [*kept, message]
        else:
            self.messages[message.channel][message.ts] = message
        return message
