"""One call of a Web API method, with the look-ups that methods need."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from bot.localslack.state.apps import AppInstallation
from bot.localslack.state.errors import SlackError
from bot.localslack.state.state import State
from bot.localslack.state.world import Channel, SlackWorkspace, User
from bot.localslack.validate import BlockProblem

T = TypeVar("T")
Answer = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ApiCall:
    """One call: who makes it, with which arguments. With an app-level token there is no workspace."""

    state: State
    installation: AppInstallation
    workspace: SlackWorkspace
    args: Mapping[str, Any]

    def text(self, name: str, default: str = "") -> str:
        """An argument as a string."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def flag(self, name: str) -> bool:
        """An argument that is true or false."""
        return self.args.get(name) in (True, 1, "1", "true", "True")

    @property
    def bot(self) -> User:
        """The app's own user."""
        return self.workspace.users[self.installation.bot_user]

    def allowed(self, *scopes: str) -> None:
        """Check that one of these scopes was granted. Raises SlackError missing_scope."""
        granted = self.installation.scopes
        if scopes and not set(scopes) & set(granted):
            raise SlackError("missing_scope", needed=",".join(scopes), provided=",".join(granted))

    def user(self, name: str = "user") -> User:
        """The person that an argument names. Raises SlackError user_not_found."""
        user = self.workspace.users.get(self.text(name))
        if user is None:
            raise SlackError("user_not_found")
        return user

    def channel(self, name: str = "channel") -> Channel:
        """The channel that an argument names, if the bot can see it. Raises SlackError channel_not_found."""
        channel = self.workspace.channels.get(self.text(name))
        if channel is None or not self.sees(channel):
            raise SlackError("channel_not_found")
        return channel

    def sees(self, channel: Channel) -> bool:
        """Whether the bot may know of a channel: private ones and conversations only as a member."""
        return self.bot.id in channel.members or not (channel.is_private or channel.is_im)

    def page(self, items: Sequence[T], default: int, most: int) -> tuple[Sequence[T], Answer]:
        """The part of a list that `cursor` and `limit` ask for, and the answer's `response_metadata`."""
        try:
            limit = int(self.text("limit") or default)
            start = int(base64.b64decode(self.text("cursor"), validate=True).decode().removeprefix("next:") or 0)
        except (binascii.Error, ValueError):
            raise SlackError("invalid_cursor") from None
        if not 1 <= limit <= most:
            raise SlackError("invalid_limit")
        rest = start + limit < len(items)
        cursor = base64.b64encode(f"next:{start + limit}".encode()).decode() if rest else ""
        return items[start : start + limit], {"response_metadata": {"next_cursor": cursor}}


@dataclass(frozen=True, slots=True)
class Method:
    """A Web API method: its rate tier (0 for none), scopes (one of them is enough) and the arguments it knows."""

    run: Callable[[ApiCall], Answer]
    tier: int
    scopes: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def unready(state: State, blocks: Sequence[Any]) -> list[BlockProblem]:
    """What Slack says of pictures whose file it has not looked at yet, or does not have."""
    return [BlockProblem(pointer, "invalid slack file") for pointer in state.files.unusable(blocks)]


def refused(code: str, problems: Sequence[BlockProblem], prefix: str = "") -> SlackError:
    """The error that Slack gives for bad blocks, with every fault in words and its JSON pointer."""
    words = [f"{problem.sentence} [json-pointer:{prefix}{problem.pointer}]" for problem in problems]
    messages = [f"[ERROR] {sentence}" for sentence in words]
    return SlackError(code, errors=words, response_metadata={"messages": messages})
