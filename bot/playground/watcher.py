"""Finds what people have newly seen in the local Slack since the last look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.localslack import Channel, LocalSlack, PostedMessage, SlackWorkspace, User, View

Kind = Literal["message", "edited", "ephemeral", "modal", "home", "notice"]


@dataclass(frozen=True, slots=True)
class Sight:
    """Something new, with the handles of those who see it. `content` is text for a notice from Slack itself."""

    at: datetime
    kind: Kind
    people: tuple[str, ...]
    content: PostedMessage | View | str
    channel: Channel | None = None


class Watcher:
    """Looks for news in one workspace. A thing that changed twice between two looks is seen once."""

    def __init__(self, slack: LocalSlack, workspace: SlackWorkspace) -> None:
        self._slack = slack
        self._workspace = workspace
        self._messages: dict[tuple[str, str], PostedMessage] = {}
        self._ephemerals: dict[tuple[str, str], PostedMessage] = {}
        self._views: dict[str, tuple[object, ...]] = {}
        self._notices: dict[str, int] = {}

    def look(self) -> list[Sight]:
        """Everything new, in reading order: messages by their time, then what each person has on their screen."""
        now = self._slack.state.now()
        seen = sorted(self._new_messages(now), key=_stamp)
        for user in self._workspace.users.values():
            if not user.is_bot:
                seen += self._before(user, now)
        return seen

    def _new_messages(self, now: datetime) -> Iterator[Sight]:
        for channel_id, messages in self._workspace.messages.items():
            channel = self._workspace.channels[channel_id]
            for ts, message in messages.items():
                before = self._messages.get((channel_id, ts))
                if before is not message:
                    self._messages[channel_id, ts] = message
                    yield Sight(now, "edited" if before else "message", self._readers(channel), message, channel)
        for message in self._workspace.ephemerals:
            if self._ephemerals.get((message.channel, message.ts)) is not message:
                self._ephemerals[message.channel, message.ts] = message
                channel = self._workspace.channels[message.channel]
                yield Sight(now, "ephemeral", (self._workspace.users[message.ephemeral_to].name,), message, channel)

    def _readers(self, channel: Channel) -> tuple[str, ...]:
        users = (self._workspace.users[member] for member in channel.members)
        return tuple(user.name for user in users if not user.is_bot)

    def _before(self, user: User, now: datetime) -> Iterator[Sight]:
        client = self._slack.as_user(self._workspace, user)
        modal = client.modal
        state = (modal.id, modal.hash, tuple(modal.errors.items())) if modal else ()
        if self._changed(f"modal {user.id}", state) and modal:
            yield Sight(now, "modal", (user.name,), modal)
        home = client.home
        if self._changed(f"home {user.id}", (home.hash,) if home else ()) and home:
            yield Sight(now, "home", (user.name,), home)
        notices, before = client.notices, self._notices.get(user.id, 0)
        self._notices[user.id] = len(notices)
        for sentence in notices[before:]:
            yield Sight(now, "notice", (user.name,), sentence)

    def _changed(self, key: str, state: tuple[object, ...]) -> bool:
        before, self._views[key] = self._views.get(key, ()), state
        return before != state


def _stamp(sight: Sight) -> float:
    assert isinstance(sight.content, PostedMessage)
    return float(sight.content.edited or sight.content.ts)
