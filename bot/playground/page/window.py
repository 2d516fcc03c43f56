"""The facts about one person's window, which the templates draw."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import date, datetime, timedelta
from hashlib import sha1
from zoneinfo import ZoneInfo

from bot.localslack import Channel, PostedMessage, SlackWorkspace, User, View
from bot.playground.actor import Actor
from bot.playground.page.draw import DisplayNames, MenuChoice, Pen
from bot.playground.page.studio import Studio
from bot.playground.stage import Stage
from bot.playground.terminal.show import city

TOGETHER = timedelta(minutes=5)  # messages that one author sent within this time share one heading
MOST = 150  # messages drawn at once


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """One message in a conversation; `day` is a divider above it, "" for none."""

    message: PostedMessage
    author: User
    at: datetime
    day: str
    is_first: bool
    _: KW_ONLY
    replies: int
    pen: Pen

    @property
    def is_private(self) -> bool:
        """Whether only the reader sees it."""
        return bool(self.message.ephemeral_to)


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """A row of the sidebar."""

    key: str
    name: str
    unread: int
    is_here: bool
    note: str = ""
    _: KW_ONLY
    there: str = ""


def names_of(workspace: SlackWorkspace) -> DisplayNames:
    """The names of the ids of a workspace."""
    people = [user for user in workspace.users.values() if not user.is_bot]
    rooms = [room for room in workspace.channels.values() if room.name]
    known = {user.id: f"@{user.real_name}" for user in workspace.users.values()}
    known |= {room.id: f"#{room.name}" for room in rooms}
    return DisplayNames(
        known,
        [MenuChoice(user.id, user.real_name) for user in people],
        [MenuChoice(room.id, f"#{room.name}") for room in rooms],
    )


@dataclass(frozen=True, slots=True)
class SlackWindow:
    """The window of a person (`actor`): `at` is "home", "dm" or a channel's name, `thread` the ts of an
    opened thread.
    """

    studio: Studio
    actor: Actor
    at: str
    thread: str = ""

    @property
    def stage(self) -> Stage:
        """The stage behind it."""
        return self.studio.stage

    @property
    def names(self) -> DisplayNames:
        """The names of ids."""
        return names_of(self.stage.workspace)

    @property
    def now(self) -> datetime:
        """The time on the person's wall clock."""
        return self.stage.now.astimezone(self.actor.zone)

    @property
    def city(self) -> str:
        """The city of the person's zone."""
        return city(self.actor.user.tz)

    @property
    def app(self) -> User:
        """The bot's user."""
        return self.stage.workspace.users[self.stage.installation.bot_user]

    @property
    def channel(self) -> Channel:
        """The conversation shown here; on the Home tab the one with the app. Raises NotThere."""
        place = "dm" if self.at == "home" else self.at
        return self.actor.client.channel(place)

    @property
    def may_look(self) -> bool:
        """Whether this person may see this conversation."""
        return self.actor.id in self.channel.members

    def people(self) -> list[TimelineEntry]:
        """Everybody one can act as, with their local time and unread messages."""
        people = []
        for member in self.stage.team.members:
            actor = self.stage.as_(member.handle)
            unread = sum(self.studio.unread(actor, room) for room in self._rooms(actor))
            there = self.stage.now.astimezone(actor.zone)
            when = f"{there:%a %H:%M} {city(actor.user.tz)}"
            here = member.handle == self.actor.handle
            people.append(TimelineEntry(member.handle, member.name, unread, here, member.does, there=when))
        return people

    def places(self) -> list[TimelineEntry]:
        """The channels of the workspace that this person can see."""
        rooms = [room for room in self.stage.workspace.channels.values() if room.name]
        joined = [room for room in rooms if self.actor.id in room.members]
        return [TimelineEntry(room.name, room.name, self._unread(room), room.name == self.at) for room in joined]

    def messages_entry(self) -> TimelineEntry:
        """The conversation with the app."""
        return TimelineEntry("dm", self.app.real_name, self._unread(self._dm(self.actor)), self.at == "dm")

    def lines(self) -> list[ThreadLine]:
        """The messages of the conversation, without replies in threads."""
        everything = sorted([*self.actor.messages(self.channel), *self.actor.ephemerals(self.channel)], key=_stamp)
        replies = [message for message in everything if message.thread_ts not in ("", message.ts)]
        shown = [message for message in everything if message.thread_ts in ("", message.ts)]
        return list(self._lines(shown[-MOST:], replies))

    def thread_lines(self) -> list[ThreadLine]:
        """The opened thread: the message and its replies."""
        everything = sorted(self.actor.messages(self.channel), key=_stamp)
        return list(
            self._lines([message for message in everything if self.thread in (message.ts, message.thread_ts)], (), "t")
        )

    def modal(self) -> View | None:
        """The modal in front."""
        return self.actor.modal

    def view_pen(self, view: View) -> Pen:
        """The pen for a view, with the values filled in."""
        return Pen(self.names, view.values, view.errors, prefix=f"{view.type}-")

    def version(self, view: View) -> str:
        """A text that changes whenever the view has to be drawn again."""
        return sha1(f"{view.id} {view.hash} {dict(view.errors)}".encode(), usedforsecurity=False).hexdigest()[:12]

    def depth(self) -> int:
        """How many modals are stacked."""
        return len(self.actor.client.modals)

    def shortcuts(self) -> Mapping[str, str]:
        """The shortcuts in the menu of a message: callback_id and name."""
        offered = self.stage.installation.app.manifest.shortcuts.values()
        return {shortcut.callback_id: shortcut.name for shortcut in offered if shortcut.type == "message"}

    def _lines(
        self, shown: Sequence[PostedMessage], replies: Sequence[PostedMessage], prefix: str = ""
    ) -> Iterator[ThreadLine]:
        before: PostedMessage | None = None
        on: date | None = None
        for message in shown:
            at = datetime.fromtimestamp(float(message.ts), ZoneInfo(self.actor.user.tz))
            day = "" if at.date() == on else _day(at.date(), self.now.date())
            close = before is not None and float(message.ts) - float(before.ts) < TOGETHER.total_seconds()
            same = close and before is not None and before.user == message.user
            same = same and before is not None and before.ephemeral_to == message.ephemeral_to
            count = sum(reply.thread_ts == message.ts for reply in replies)
            pen = Pen(self.names, prefix=f"{prefix}{message.ts}-")
            author = self.stage.workspace.users[message.user]
            yield ThreadLine(message, author, at, day, bool(day) or not same, replies=count, pen=pen)
            before, on = message, at.date()

    def _rooms(self, actor: Actor) -> list[Channel]:
        rooms = [room for room in self.stage.workspace.channels.values() if room.name and actor.id in room.members]
        return [*rooms, self._dm(actor)]

    def _dm(self, actor: Actor) -> Channel:
        return self.stage.workspace.dm(self.app.id, actor.id)

    def _unread(self, channel: Channel) -> int:
        return 0 if channel.id == self.channel.id and self.at != "home" else self.studio.unread(self.actor, channel)


def _stamp(message: PostedMessage) -> float:
    return float(message.ts)


def _day(on: date, today: date) -> str:
    if on == today:
        return "Today"
    if on == today - timedelta(days=1):
        return "Yesterday"
    year = f" {on.year}" if on.year != today.year else ""
    return f"{on:%A}, {on.day} {on:%B}{year}"
