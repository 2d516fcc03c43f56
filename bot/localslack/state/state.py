"""The whole state of one local Slack, and the few functions that every part of it needs."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.localslack.state.apps import App, AppInstallation
from bot.localslack.state.changes import Changes
from bot.localslack.state.elements import completed
from bot.localslack.state.faults import Faults
from bot.localslack.state.files import Files
from bot.localslack.state.ids import Ids
from bot.localslack.state.limits import Meter, MethodLimits
from bot.localslack.state.manifest import read_manifest
from bot.localslack.state.traffic import Refusal, Traffic
from bot.localslack.state.triggers import Triggers
from bot.localslack.state.views import Views
from bot.localslack.state.world import Channel, PostedMessage, SlackWorkspace, User

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Event:
    """An event for subscribed apps; with a `channel`, only for those that are in it."""

    workspace: str
    subscription: str
    body: Mapping[str, Any]
    channel: str = ""
    app_id: str = ""


class State:
    """The state. `now` stamps messages and may jump; `monotonic` measures protocol times and never does."""

    def __init__(self, now: Callable[[], datetime], monotonic: Callable[[], float], limits: MethodLimits) -> None:
        self.now = now
        self.monotonic = monotonic
        self.ids = Ids()
        self.workspaces: dict[str, SlackWorkspace] = {}
        self.apps: dict[str, App] = {}
        self.installations: list[AppInstallation] = []
        self.organisations: dict[str, Any] = {}
        self.views = Views(self.ids)
        self.triggers = Triggers(self.ids, monotonic)
        self.meter = Meter(limits, monotonic)
        self.faults = Faults()
        self.changes = Changes()
        self.traffic = Traffic()
        self.refusals: list[Refusal] = []
        self.origin = ""
        self.files = Files()
        self.hear: Callable[[Event], None] = lambda _event: None
        self._last: dict[int, int] = {}
        self._log = logging.getLogger("local_slack")

    def stamp(self) -> str:
        """A message `ts` for now, later than any other of the same second, even after the clock went back."""
        micros = (self.now() - EPOCH) // timedelta(microseconds=1)
        second = micros // 1_000_000
        micros = self._last[second] = max(micros, self._last.get(second, 0) + 1)
        return f"{micros // 1_000_000}.{micros % 1_000_000:06}"

    def refuse(self, name: str, sentence: str) -> None:
        """Record and log that the app did something that Slack does not know or would reject."""
        self._log.warning("%s: %s", name, sentence)
        self.refusals.append(Refusal(self.now(), name, sentence))
        self.changes.ring("refusal")

    def register(self, source: Mapping[str, Any], request_url: str = "") -> App:
        """Add a new app from its manifest. Raises BadManifest."""
        app = App(self.ids.next("A"), read_manifest(source), request_url)
        self.apps[app.id] = app
        return app

    def install(self, app: App, workspace_id: str) -> AppInstallation:
        """Put an app into a workspace, with a bot user and a token of its own."""
        workspace, name = self.workspaces[workspace_id], app.manifest.bot_name or app.manifest.name
        handle = name.lower().replace(" ", "")
        bot = workspace.add_user(handle, real_name=name, is_bot=True, app_id=app.id)
        installation = AppInstallation(app, workspace_id, bot.id, self.ids.next("B"), app.manifest.scopes)
        self.installations.append(installation)
        self.changes.ring("install")
        return installation

    def installed(self, workspace_id: str) -> list[AppInstallation]:
        """The installations of a workspace that still work."""
        return [
            installation
            for installation in self.installations
            if installation.workspace == workspace_id and not installation.dead
        ]

    def channel_event(self, workspace: SlackWorkspace, channel: Channel, body: Mapping[str, Any]) -> None:
        """Tell the apps in a channel about a message there."""
        kind = "im" if channel.is_im else "groups" if channel.is_private else "channels"
        shown = {"channel_type": {"im": "im", "groups": "group", "channels": "channel"}[kind], **body}
        self.hear(Event(workspace.id, f"message.{kind}", shown, channel.id))

    def post(self, workspace: SlackWorkspace, channel: Channel, author: User, **facts: Any) -> PostedMessage:
        """Post a new message, or one that only `ephemeral_to` sees."""
        blocks = completed(facts.pop("blocks", None) or (), self.ids)
        message = PostedMessage(self.stamp(), channel.id, author.id, blocks=blocks, **facts)
        workspace.put_message(message)
        self.changes.ring("message")
        if not message.ephemeral_to:
            body = {**message.as_dict(), "channel": channel.id, "event_ts": message.ts, "team": workspace.id}
            self.channel_event(workspace, channel, body)
        return message

    def edit(self, workspace: SlackWorkspace, message: PostedMessage, **facts: Any) -> PostedMessage:
        """Change a message: fields that are not in `facts` stay."""
        if "blocks" in facts:
            facts["blocks"] = completed(facts["blocks"] or (), self.ids)
        fresh = workspace.put_message(replace(message, **{"edited": self.stamp(), **facts}))
        self.changes.ring("message")
        if not fresh.ephemeral_to:
            body = {"type": "message", "subtype": "message_changed", "hidden": True, "channel": fresh.channel}
            body |= {"message": fresh.as_dict(), "previous_message": message.as_dict()}
            body |= {"ts": fresh.edited, "event_ts": fresh.edited}
            self.channel_event(workspace, workspace.channels[fresh.channel], body)
        return fresh

    def remove(self, workspace: SlackWorkspace, message: PostedMessage) -> None:
        """Delete a message."""
        if message.ephemeral_to:
            workspace.ephemerals.remove(message)
        else:
            workspace.messages[message.channel].pop(message.ts, None)
            ts = self.stamp()
            body = {"type": "message", "subtype": "message_deleted", "hidden": True, "channel": message.channel}
            body |= {"deleted_ts": message.ts, "previous_message": message.as_dict(), "ts": ts, "event_ts": ts}
            self.channel_event(workspace, workspace.channels[message.channel], body)
        self.changes.ring("message")
