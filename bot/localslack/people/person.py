"""Everything that a person does and sees in Slack. The demo, its page and every test act through this."""

from collections.abc import Mapping
from typing import Any, Literal

from bot.localslack.app import payloads
from bot.localslack.people import pressing, submitting
from bot.localslack.people.escaping import escaped, escaped_message
from bot.localslack.people.submitting import SubmitResult
from bot.localslack.people.window import ActionOutcome, Window
from bot.localslack.state.errors import NotACommand, NotAllowed, NotThere, SlackError
from bot.localslack.state.state import Event
from bot.localslack.state.views import View
from bot.localslack.state.world import Block, Channel, PostedMessage, SlackWorkspace, User

Subtype = Literal["", "file_share", "thread_broadcast", "me_message"]


class Client:
    """One person's Slack. Every act waits for the app's acknowledgement, three real seconds at most."""

    def __init__(self, window: Window) -> None:
        self._window = window

    @property
    def user(self) -> User:
        """The person as they are now."""
        return self._window.user

    @property
    def workspace(self) -> SlackWorkspace:
        """Where they are."""
        return self._window.workspace

    @property
    def notices(self) -> tuple[str, ...]:
        """Slack's own messages to them, about failed commands and buttons."""
        return tuple(self._window.notices)

    @property
    def modal(self) -> View | None:
        """The modal in front."""
        return self._window.top()

    @property
    def modals(self) -> tuple[View, ...]:
        """All open modals, the lowest first."""
        return self._window.state.views.stack(self.workspace.id, self.user.id)

    @property
    def home(self) -> View | None:
        """The app's Home tab as it was published for them."""
        window = self._window
        return window.state.views.home(self.workspace.id, self.user.id, window.app().app.id)

    def channel(self, which: str | Channel) -> Channel:
        """A channel, given as itself, its id or its name, or "dm" for the app's messages. Raises NotThere."""
        return self._window.channel(which)

    def messages(self, channel: str | Channel) -> list[PostedMessage]:
        """A channel's messages, oldest first, without those that only one person sees. Raises NotThere, NotAllowed."""
        room = self._window.channel(channel)
        self._inside(room)
        return sorted(self.workspace.messages[room.id].values(), key=lambda message: float(message.ts))

    def dm(self) -> list[PostedMessage]:
        """The conversation with the app, oldest first."""
        return self.messages("dm")

    def ephemerals(self, channel: str | Channel = "") -> list[PostedMessage]:
        """The messages that only this person sees, oldest first; those of one channel, or all."""
        where = self._window.channel(channel).id if channel else ""
        theirs = (ephemeral for ephemeral in self.workspace.ephemerals if ephemeral.ephemeral_to == self.user.id)
        return [message for message in theirs if where in ("", message.channel)]

    async def command(self, name: str, text: str = "", channel: str | Channel = "dm") -> ActionOutcome:
        """Type a slash command. Raises NotACommand, AppNotListening, NotThere."""
        window = self._window
        place = window.channel(channel)
        self._inside(place)
        for installation in window.apps():
            entry = installation.app.manifest.commands.get(name)
            if entry is None:
                continue
            words = escaped(text, self.workspace) if entry.should_escape else text
            payload = payloads.command(window.state, installation, self.user, place, entry, words)
            payload["response_url"] = window.url(installation, place.id)
            reply = await window.dispatcher.deliver(installation, "slash_commands", payload)
            failure = reply.failure
            if reply.payload and (reply.payload.get("text") or reply.payload.get("blocks")):
                try:
                    window.answers.answer(installation, place.id, self.user.id, reply.payload)
                except SlackError as error:
                    window.state.refuse(name, f"Slack does not accept the answer: {error} {error.details}")
                    failure = "dispatch_failed"
            if failure:
                window.tell(f"{name} failed with the error “{failure}”")
            return ActionOutcome(failure, reply.payload)
        raise NotACommand(f"{name} is not a valid command. In Slack, all messages that start with / are commands.")

    async def open_home(self) -> ActionOutcome:
        """Open the app's Home tab. Raises AppNotListening."""
        return await self._open("home")

    async def open_messages(self) -> ActionOutcome:
        """Open the app's Messages tab. Raises AppNotListening."""
        return await self._open("messages")

    async def press(
        self, where: PostedMessage | View | None, wanted: str, choice: str = "", *, sure: bool = True
    ) -> ActionOutcome:
        """Press a button by action_id, label or value, in a message, a view, or (None) the modal in front."""
        return await pressing.press(self._window, self._front(where), wanted, choice, sure=sure)

    async def choose(self, where: PostedMessage | View | None, wanted: str, value: Any) -> ActionOutcome:
        """Choose or fill in a field by action_id, label or block_id, with words, ids, dates, option values or labels,
        or a list.
        """
        return await pressing.choose(self._window, self._front(where), wanted, value)

    async def suggest(self, where: PostedMessage | View | None, wanted: str, typed: str) -> list[Block]:
        """What a searching menu, named as for `choose`, offers for what is typed in it. Raises NotThere."""
        return await pressing.suggest(self._window, self._front(where), wanted, typed)

    async def submit(self, view: View | None = None, answers: Mapping[str, Any] | None = None) -> SubmitResult:
        """Fill in a modal (the one in front) by block_id and submit it. Raises NotThere, AppNotListening."""
        front = self._front(view)
        if not isinstance(front, View):
            raise NotThere("Only a modal can be submitted.")
        return await submitting.submit(self._window, front, answers or {})

    async def close(self, view: View | None = None, *, everything: bool = False) -> None:
        """Close a modal (the one in front), or all of them with its cross."""
        front = self._front(view)
        if isinstance(front, View):
            await submitting.close(self._window, front, everything=everything)

    async def shortcut(self, callback_id: str, message: PostedMessage | None = None) -> ActionOutcome:
        """Use a global shortcut, or one on a message. Raises NotThere, AppNotListening."""
        window = self._window
        kind = "message" if message else "global"
        for installation in window.apps():
            entry = installation.app.manifest.shortcuts.get(callback_id)
            if entry is None or entry.type != kind:
                continue
            name = "message_action" if message else "shortcut"
            payload = payloads.interaction(window.state, installation, self.user, name)
            payload |= {"callback_id": callback_id, "action_ts": window.state.stamp()}
            if message:
                channel = window.channel(message.channel)
                payload |= {"channel": payloads.shown(channel), "message_ts": message.ts}
                payload |= {"message": {**message.as_dict(), "team": self.workspace.id}}
                payload["response_url"] = window.url(installation, channel.id, message)
            reply = await window.dispatcher.deliver(installation, "interactive", payload)
            if reply.failure:
                window.tell(f"{entry.name}: {reply.failure}")
            return ActionOutcome(reply.failure, reply.payload)
        raise NotThere(f"There is no {kind} shortcut {callback_id!r}.")

    async def send(
        self, channel: str | Channel, text: str, thread_ts: str = "", subtype: Subtype = ""
    ) -> PostedMessage:
        """Write a message, also with a file (`file_share`), or from a thread to the channel too (`thread_broadcast`).
        Raises NotThere, NotAllowed.
        """
        window, place = self._window, self._window.channel(channel)
        self._inside(place)
        if place.is_archived:
            raise NotAllowed(f"#{place.name} is archived.")
        if place.is_im and window.app().app.manifest.messages_read_only:
            raise NotAllowed("Sending messages to this app has been turned off.")
        text = escaped_message(text, self.workspace)
        message = window.state.post(self.workspace, place, self.user, text=text, thread_ts=thread_ts, subtype=subtype)
        body = {**message.as_dict(), "type": "app_mention", "channel": place.id, "event_ts": message.ts}
        for installation in window.state.installed(self.workspace.id):
            if f"<@{installation.bot_user}>" in text:
                event = Event(self.workspace.id, "app_mention", body, place.id, installation.app.id)
                window.state.hear(event)
        return message

    async def _open(self, tab: str) -> ActionOutcome:
        window = self._window
        installation = window.app()
        if "app_home_opened" not in installation.app.manifest.events:
            return ActionOutcome()
        channel = window.channel("dm")
        body = {"type": "app_home_opened", "user": self.user.id, "channel": channel.id, "tab": tab}
        if tab == "home" and self.home:
            body["view"] = self.home.as_dict()  # type: ignore[assignment]  # the others are strings
        body["event_ts"] = window.state.stamp()
        event = Event(self.workspace.id, "app_home_opened", body, app_id=installation.app.id)
        reply = await window.dispatcher.tell(installation, event)
        return ActionOutcome(reply.failure, reply.payload)

    def _front(self, where: PostedMessage | View | None) -> PostedMessage | View:
        place = where or self.modal
        if place is None:
            raise NotThere("No modal is open.")
        return place

    def _inside(self, channel: Channel) -> None:
        if self.user.id not in channel.members and (channel.is_private or channel.is_im):
            raise NotAllowed(f"{self.user.name} is not in #{channel.name}.")
