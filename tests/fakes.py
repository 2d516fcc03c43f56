"""Small stand-ins for the outside world: a movable clock, a Slack directory that is a dict, and a messenger."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.blocks.block_kit import Message
from bot.domain.people.people import Who
from bot.slack.directory import ChannelInfo, Profile


class MovableClock:
    """A clock that stands still until it is moved; begins on a Monday at 06:00 UTC."""

    def __init__(self) -> None:
        self.now = datetime(2026, 10, 19, 6, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> datetime:
        """Move on by a timedelta's arguments. Returns the new time."""
        self.now += timedelta(**by)
        return self.now


class FakeDirectory:
    """People and channels as Slack would show them; others are unknown."""

    def __init__(self) -> None:
        self.profiles: dict[Who, Profile] = {}
        self.hidden: set[Who] = set()  # people whom Slack has but does not show us
        self.channels: dict[tuple[str, str], ChannelInfo] = {}
        self.members: set[tuple[Who, str]] = set()
        self.files: dict[tuple[str, str], tuple[str, bytes]] = {}
        self.exchanges: dict[str, str] | None = None  # the new id by each former one, once people have moved
        self.failing: Exception | None = None  # raised when somebody is looked up

    def add(
        self,
        user_id: str,
        name: str = "",
        zone: str = "Europe/Berlin",
        *,
        is_admin: bool = False,
        is_guest: bool = False,
        title: str = "",
    ) -> Who:
        """Make a person known in workspace T1."""
        who = Who("T1", user_id)
        self.profiles[who] = Profile(name or user_id, zone, is_admin=is_admin, is_guest=is_guest, title=title)
        return who

    def add_channel(self, channel_id: str, *members: Who, has_bot: bool = True) -> str:
        """Make a channel of workspace T1 known, with its members."""
        self.channels["T1", channel_id] = ChannelInfo(channel_id, channel_id.lower(), has_bot, is_archived=False)
        self.members |= {(who, channel_id) for who in members}
        return channel_id

    async def file(self, workspace_id: str, file_id: str, most: int) -> tuple[str, bytes] | None:
        """The file that a test put there."""
        name, data = self.files.get((workspace_id, file_id), ("", b""))
        return (name, data) if 0 < len(data) <= most else None

    async def profile(self, who: Who) -> Profile | None:
        if self.failing is not None:
            raise self.failing
        return self.profiles.get(who)

    async def is_unknown(self, who: Who) -> bool:
        return who not in self.profiles and who not in self.hidden

    async def channel(self, workspace_id: str, channel_id: str) -> ChannelInfo | None:
        return self.channels.get((workspace_id, channel_id))

    async def exchanged(
        self, workspace_id: str, user_ids: Sequence[str], *, back: bool = False
    ) -> dict[str, str] | None:
        assert workspace_id == "T1"
        if self.exchanges is None:
            return None
        known = {new: former for former, new in self.exchanges.items()} if back else self.exchanges
        return {user_id: known[user_id] for user_id in user_ids if user_id in known}

    async def is_in_channel(self, who: Who, channel_id: str) -> bool:
        return (who, channel_id) in self.members


@dataclass
class FakeMessenger:
    """Records the messages that were collapsed, by channel and ts."""

    collapsed: list[tuple[str, str]] = field(default_factory=list)
    removed: list[tuple[str, str]] = field(default_factory=list)

    async def collapse(self, workspace_id: str, channel_id: str, ts: str, message: Message) -> None:
        assert (workspace_id, message.text != "") == ("T1", True)
        self.collapsed.append((channel_id, ts))

    async def remove(self, workspace_id: str, channel_id: str, ts: str) -> None:
        assert workspace_id == "T1"
        self.removed.append((channel_id, ts))


class NobodyMoved:
    """A workspace whose people have always had the same ids."""

    async def former(self, _workspace_id: str) -> dict[str, str]:
        return {}
