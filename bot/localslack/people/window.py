"""A person's Slack window: who uses it, and what Slack told them in it. The acts of a person build on it."""

from dataclasses import KW_ONLY, dataclass, field
from typing import Any

from bot.localslack.api.response_urls import ResponseUrls
from bot.localslack.app.dispatch import Dispatcher
from bot.localslack.state.apps import AppInstallation
from bot.localslack.state.errors import NotThere
from bot.localslack.state.state import State
from bot.localslack.state.views import View
from bot.localslack.state.world import Channel, PostedMessage, SlackWorkspace, User

TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(slots=True)
class Window:
    """The window of one person in one workspace. `notices` are what Slackbot or a warning sign told them, in order."""

    state: State
    dispatcher: Dispatcher
    answers: ResponseUrls
    workspace: SlackWorkspace
    user_id: str
    _: KW_ONLY
    app_id: str = ""
    notices: list[str] = field(default_factory=list)

    @property
    def user(self) -> User:
        """The person as they are now."""
        return self.workspace.users[self.user_id]

    def app(self, app_id: str = "") -> AppInstallation:
        """The installation that this window is about; the first of the workspace when none is named. Raises
        NotThere.
        """
        wanted = app_id or self.app_id
        for installation in self.apps():
            if wanted in ("", installation.app.id):
                return installation
        raise NotThere(f"That app is not installed in {self.workspace.name}.")

    def apps(self) -> list[AppInstallation]:
        """The apps of the workspace; only the one that this window is about, if it is about one."""
        everything = self.state.installed(self.workspace.id)
        return [installation for installation in everything if self.app_id in ("", installation.app.id)]

    def channel(self, which: str | Channel) -> Channel:
        """A channel, given as itself, its id or its name, or "dm" for the app's messages. Raises NotThere."""
        if which == "dm":
            return self.workspace.dm(self.app().bot_user, self.user_id)
        channel = self.workspace.channel(which if isinstance(which, str) else which.id)
        if channel is None:
            raise NotThere(f"There is no channel {which!r} in {self.workspace.name}.")
        return channel

    def tell(self, sentence: str) -> None:
        """Show the person a message from Slack itself."""
        self.notices.append(sentence)
        self.state.changes.ring("notice")

    def top(self) -> View | None:
        """The modal in front."""
        stack = self.state.views.stack(self.workspace.id, self.user_id)
        return stack[-1] if stack else None

    def current(self, view: View) -> View:
        """The current version of a view that was seen. Raises NotThere when it is closed."""
        for version in (*self.state.views.stack(view.workspace, view.user), self._home(view)):
            if version and version.id == view.id:
                return version
        raise NotThere(f"The modal {view.title!r} is closed.")

    def url(self, installation: AppInstallation, channel: str, message: PostedMessage | None = None) -> str:
        """A `response_url` for an action here."""
        return self.answers.issue(installation, channel, self.user_id, message.ts if message else "")

    def _home(self, view: View) -> View | None:
        return self.state.views.home(view.workspace, view.user, view.app_id)


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """The outcome of an act. `failure` is "" or Slack's code for it; `answer` is what the app sent with its
    acknowledgement.
    """

    failure: str = ""
    answer: dict[str, Any] | None = None

    @property
    def ok(self) -> bool:
        """Whether the app acknowledged."""
        return not self.failure
