"""A person of the team who acts in Slack, and waits until everything that an act caused has settled."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from bot.localslack import ActionOutcome, Channel, Client, NotThere, PostedMessage, SubmitResult, User, View
from bot.localslack.state.elements import places
from bot.localslack.state.forms import options

Settle = Callable[[], Awaitable[None]]
Tell = Callable[[str, str], None]
Result = TypeVar("Result")
MORE = "more"  # the button of a long form


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a person did, in words."""

    at: datetime
    handle: str
    words: str


class Actor:
    """A person's Slack. Does and raises the same as `bot.localslack.Client`."""

    def __init__(self, client: Client, settle: Settle, tell: Tell) -> None:
        """`settle` waits for the effects of an act; `tell` is called with each act."""
        self.client = client
        self._settle = settle
        self._tell = tell

    @property
    def user(self) -> User:
        """The person as they are now."""
        return self.client.user

    @property
    def id(self) -> str:
        """Their user id."""
        return self.client.user.id

    @property
    def handle(self) -> str:
        """Their short name."""
        return self.client.user.name

    @property
    def zone(self) -> ZoneInfo:
        """Their zone, as in their Slack profile."""
        return ZoneInfo(self.client.user.tz)

    @property
    def modal(self) -> View | None:
        """The modal in front."""
        return self.client.modal

    @property
    def home(self) -> View | None:
        """The Home tab that the app published for them."""
        return self.client.home

    @property
    def fields(self) -> list[str]:
        """The block_ids of the fields in the modal in front."""
        blocks = self.modal.blocks if self.modal else ()
        return [block["block_id"] for block in blocks if block["type"] == "input"]

    @property
    def notices(self) -> tuple[str, ...]:
        """Slack's own messages to them."""
        return self.client.notices

    def dm(self) -> list[PostedMessage]:
        """The conversation with the app, oldest first."""
        return self.client.dm()

    def messages(self, channel: str | Channel) -> list[PostedMessage]:
        """A channel's messages, oldest first."""
        return self.client.messages(channel)

    def ephemerals(self, channel: str | Channel = "") -> list[PostedMessage]:
        """The messages that only they see, oldest first."""
        return self.client.ephemerals(channel)

    def everything(self) -> list[PostedMessage]:
        """All messages that they can read, the newest first."""
        there = self.client.workspace.channels.values()
        channels = [channel for channel in there if self.id in channel.members]
        posted_messages = [message for channel in channels for message in self.client.messages(channel)]
        return sorted(
            [*posted_messages, *self.client.ephemerals()], key=lambda message: float(message.ts), reverse=True
        )

    async def command(self, name: str, text: str = "", channel: str | Channel = "dm") -> ActionOutcome:
        """Type a slash command; `name` may hold the text as well, as in `/secondchair today`."""
        name, _, more = name.partition(" ")
        words = " ".join(filter(None, (more, text)))
        return await self._did(f"types {name} {words}".rstrip(), self.client.command(name, words, channel))

    async def open_home(self) -> ActionOutcome:
        """Open the app's Home tab."""
        return await self._did("opens the Home tab", self.client.open_home())

    async def press(
        self, wanted: str, where: PostedMessage | View | None = None, choice: str = "", *, sure: bool = True
    ) -> ActionOutcome:
        """Press a button by label, action_id or value; in `where`, else in the place that `find` returns."""
        place = await self._reach(where or self.find(wanted))
        words = f"presses [{wanted}]{f' {choice}' if choice else ''}"
        return await self._did(words, self.client.press(place, wanted, choice, sure=sure))

    async def choose(self, wanted: str, value: Any, where: PostedMessage | View | None = None) -> ActionOutcome:
        """Choose in a menu, picker or box by label, action_id or block_id."""
        place = await self._reach(where or self.find(wanted))
        return await self._did(f"chooses {wanted}: {value}", self.client.choose(place, wanted, value))

    async def pick(self, label: str) -> ActionOutcome:
        """Choose the option with this label in the newest menu that has it. Raises NotThere."""
        for place in self._places():
            for part in places(place.blocks):
                if label in {choice["text"]["text"] for choice in options(part.element)}:
                    acting = self.client.choose(await self._reach(place), part.action_id, label)
                    return await self._did(f"chooses [{label}]", acting)
        raise NotThere(f"{self.handle} sees no choice {label!r} anywhere.")

    async def submit(self, answers: Mapping[str, Any] | None = None, view: View | None = None) -> SubmitResult:
        """Fill in the modal in front by block_id or label, and send it; for a field behind *More*, press that first."""
        shown = _names(self.modal.blocks) if view is None and self.modal else set()
        if MORE in shown and set(answers or ()) - shown:
            await self.press(MORE)
        filled = [f"{name}: {_said(value)}" for name, value in (answers or {}).items()]
        words = "; ".join(filled) if len(filled) < 8 else f"with {len(filled)} answers"
        return await self._did(f"sends the form {words}".rstrip(), self.client.submit(view, answers))

    @property
    def statements(self) -> list[str]:
        """The ids of the statements on the current page of the form."""
        blocks = self.modal.blocks if self.modal else ()
        rows = [block for block in blocks if block["type"] == "actions"]
        return [row["block_id"] for row in rows if row["elements"][0]["action_id"].startswith("statement_")]

    async def tap_answers(self, given: Mapping[str, str]) -> SubmitResult:
        """Tap answers to statements (choice keys by statement id), page by page, and send the form. Returns the result
        of the last page that was sent: a page with an unanswered statement stays.
        """
        while shown := self.statements:
            for statement in shown:
                if statement in given:
                    await self.press(f"{statement} {given[statement]}")
            if self.statements == shown:
                result = await self.submit()
                if self.statements in ([], shown):
                    return result
        raise NotThere(f"{self.handle} sees no statements.")

    async def close(self, *, everything: bool = False) -> None:
        """Close the modal in front, or all of them."""
        await self._did("closes the form", self.client.close(everything=everything))

    async def shortcut(self, callback_id: str, message: PostedMessage | None = None) -> ActionOutcome:
        """Use a global shortcut, or one on a message."""
        return await self._did(f"uses the shortcut {callback_id}", self.client.shortcut(callback_id, message))

    async def send(self, channel: str | Channel, text: str, thread_ts: str = "") -> PostedMessage:
        """Write a message."""
        return await self._did(f"writes “{text}”", self.client.send(channel, text, thread_ts))

    def find(self, wanted: str) -> PostedMessage | View:
        """The place where a button or menu is: the modal in front, else the newest message, else the Home tab.

        Raises NotThere.
        """
        for place in self._places():
            if wanted in _names(place.blocks):
                return place
        raise NotThere(f"{self.handle} sees no {wanted!r} anywhere.")

    def _places(self) -> list[PostedMessage | View]:
        """The places where one can act, nearest first; none behind a form that has to be filled in."""
        if self.modal and self.modal.source.get("submit"):
            return [self.modal]
        there = [self.modal, *self.everything(), self.home]
        return [place for place in there if place is not None]

    async def _reach(self, place: PostedMessage | View) -> PostedMessage | View:
        """Close any modals that merely cover it."""
        if self.modal is not None and not (isinstance(place, View) and place.type == "modal"):
            await self.client.close(everything=True)
        return place

    async def _did(self, words: str, act: Awaitable[Result]) -> Result:
        self._tell(self.handle, words)
        try:
            return await act
        finally:
            await self._settle()


def _names(part: Any) -> set[str]:
    """All labels, values and ids in blocks."""
    if isinstance(part, Mapping):
        own = {part[key] for key in ("action_id", "block_id", "value") if isinstance(part.get(key), str)}
        label = (part.get("text") or part.get("label")) if "action_id" in part or "element" in part else None
        own |= {label["text"]} if isinstance(label, Mapping) else set()
        return own.union(*map(_names, part.values()))
    return set().union(*map(_names, part)) if isinstance(part, list | tuple) else set()


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
