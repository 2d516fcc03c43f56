"""The local Slack as a whole: an HTTP server on 127.0.0.1, and its Python interface for setting the scene."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import aiohttp
from aiohttp import web

from bot.localslack.api.methods.users import as_dict
from bot.localslack.api.oauth import OAuthServer
from bot.localslack.api.response_urls import ResponseUrls
from bot.localslack.api.uploads import Uploads
from bot.localslack.api.web_api import WebApi
from bot.localslack.app.dispatch import Dispatcher
from bot.localslack.app.socket_mode import Sockets
from bot.localslack.people.person import Client
from bot.localslack.people.window import Window
from bot.localslack.state.apps import App, AppInstallation
from bot.localslack.state.changes import Subscriber
from bot.localslack.state.faults import Faults
from bot.localslack.state.limits import Meter, MethodLimits
from bot.localslack.state.organisation import Organisation, enterprise_user, home_of, let_in, take_out
from bot.localslack.state.state import Event, State
from bot.localslack.state.traffic import Exchange, Refusal
from bot.localslack.state.world import Channel, SlackWorkspace, User

RETRY_DELAYS = (0.0, 60.0, 300.0)
HANGS = 60.0  # real seconds after which we stop waiting; nothing takes that long, even on the slowest machine


class LocalSlack:
    """A small, strict Slack. `now` stamps messages (aware UTC); `monotonic` times triggers, rates and response URLs."""

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        monotonic: Callable[[], float] = time.monotonic,
        limits: MethodLimits | None = None,
        ack_seconds: float = 3.0,
        retry_delays: Sequence[float] = RETRY_DELAYS,
    ) -> None:
        self.state = State(now, monotonic, limits or MethodLimits.real())
        self.sockets = Sockets(self.state)
        self.dispatcher = Dispatcher(self.state, self.sockets, ack_seconds, retry_delays)
        self._answers = ResponseUrls(self.state)
        self._uploads = Uploads(self.state)
        self.oauth = OAuthServer(self.state)
        self._api = WebApi(self.state, self.sockets.ticket, self.oauth)
        self._runner: web.AppRunner | None = None
        self._windows: dict[tuple[str, str, str], Window] = {}

    async def __aenter__(self) -> "LocalSlack":
        await self.start()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.stop()

    async def start(self, port: int = 0) -> None:
        """Listen on 127.0.0.1; port 0 takes a free one."""
        application = web.Application(client_max_size=8 * 1024**2)
        application.router.add_route("*", "/api/{method}", self._api.handle)
        application.router.add_get("/oauth/v2/authorize", self.oauth.authorize)
        application.router.add_get("/link", self.sockets.handle)
        application.router.add_post("/response/{workspace}/{key}", self._answers.handle)
        application.router.add_post("/upload/{file}", self._uploads.uploaded)
        application.router.add_get("/files/{file}", self._uploads.downloaded)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        self.state.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self.dispatcher.session = aiohttp.ClientSession()

    async def stop(self) -> None:
        """Close every connection and give up redeliveries."""
        await self.dispatcher.close()
        await self.sockets.close()
        if self.dispatcher.session:
            await self.dispatcher.session.close()
        if self._runner:
            await self._runner.cleanup()

    @property
    def base_url(self) -> str:
        """The address for `AsyncWebClient(base_url=…)`."""
        return f"{self.state.origin}/api/"

    @property
    def traffic(self) -> tuple[Exchange, ...]:
        """The last few thousand calls in both directions, oldest first."""
        return tuple(self.state.traffic.log)

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        """Everything the app did that the local Slack does not know or real Slack would reject."""
        return tuple(self.state.refusals)

    @property
    def faults(self) -> Faults:
        """The faults to order."""
        return self.state.faults

    @property
    def meter(self) -> Meter:
        """The rate limits; `meter.refused` lists every 429."""
        return self.state.meter

    def on_traffic(self, subscriber: Callable[[Exchange], Any]) -> Callable[[], None]:
        """Call `subscriber` with every call. Returns a function that ends this."""
        return self.state.traffic.subscribe(subscriber)

    def on_change(self, subscriber: Subscriber) -> Callable[[], None]:
        """As `Changes.subscribe`: call `subscriber` with the kind of every change."""
        return self.state.changes.subscribe(subscriber)

    def add_workspace(self, name: str, workspace_id: str = "") -> SlackWorkspace:
        """Add a new workspace, to which people and channels can be added."""
        key = workspace_id or self.state.ids.next("T")
        workspace = SlackWorkspace(key, name, name.lower().replace(" ", "-"), self.state.ids)
        self.state.workspaces[key] = workspace
        return workspace

    def add_organisation(self, name: str, workspaces: Sequence[SlackWorkspace], org_id: str = "") -> Organisation:
        """Add an organisation over these workspaces; people with the same id in several of them are one person."""
        org = Organisation(org_id or self.state.ids.next("E"), name, tuple(workspace.id for workspace in workspaces))
        self.state.organisations[org.id] = org
        return org

    def install(
        self, app: Mapping[str, Any] | App, workspace: SlackWorkspace | str, request_url: str = ""
    ) -> AppInstallation:
        """Install an app, or a new one from its manifest. Returns the installation with its tokens. Raises
        BadManifest.
        """
        known = app if isinstance(app, App) else self.state.register(app, request_url)
        return self.state.install(known, _id(workspace))

    def as_user(self, workspace: SlackWorkspace | str, user: User | str, app: App | None = None) -> Client:
        """Act as a person, by id or name; with several apps, `app` says whose Home tab and messages are meant."""
        where = self.state.workspaces[_id(workspace)]
        person = where.user(_id(user))
        if person is None:
            raise LookupError(f"There is no {user!r} in {where.name}.")
        key = (where.id, person.id, app.id if app else "")
        if key not in self._windows:
            self._windows[key] = Window(self.state, self.dispatcher, self._answers, where, person.id, app_id=key[2])
        return Client(self._windows[key])

    async def until(self, predicate: Callable[[], Any], timeout: float = HANGS) -> Any:  # noqa: ASYNC109 - real seconds
        """Wait until `predicate` is true, evaluated at every change. Returns its value. Raises TimeoutError."""
        return await self.state.changes.until(predicate, timeout)

    async def settled(self, quiet: float = 0.05) -> None:
        """Wait until no call is under way in either direction and none has begun for `quiet` real seconds."""
        await self.state.changes.quiet(lambda: not (self.dispatcher.busy or self._api.busy), quiet)

    async def connected(self, app: App, timeout: float = HANGS) -> None:  # noqa: ASYNC109 - real seconds
        """Wait until the app has a Socket Mode connection."""
        await self.until(lambda: self.sockets.connections(app), timeout)

    @property
    def redeliveries(self) -> int:
        """How many unacknowledged events wait for their next delivery."""
        return self.dispatcher.waiting

    def hasten_retries(self) -> None:
        """Redeliver unacknowledged events now instead of in a minute or five."""
        self.dispatcher.hasten()

    def change_user(self, workspace: SlackWorkspace | str, user_id: str, **facts: Any) -> User:
        """Change someone's profile; subscribed apps get `user_change`."""
        where = self.state.workspaces[_id(workspace)]
        user = where.users[user_id] = replace(where.users[user_id], **facts)
        home = home_of(self.state, where, user.id)
        shown = as_dict(user, home, self.state.now()) | enterprise_user(self.state, user, home)
        self._happens(where, "user_change", {"user": shown, "cache_ts": int(self.state.now().timestamp())})
        return user

    def invite(self, workspace: SlackWorkspace | str, channel_id: str, user_id: str, inviter: str = "") -> Channel:
        """Add someone, or the app's bot, to a channel; apps in it get `member_joined_channel`."""
        where = self.state.workspaces[_id(workspace)]
        channel = where.join(channel_id, user_id)
        body = {"user": user_id, "channel": channel_id, "channel_type": "G" if channel.is_private else "C"}
        body |= {"team": where.id} | ({"inviter": inviter} if inviter else {})
        self._happens(where, "member_joined_channel", body, channel_id)
        return channel

    def remove(self, workspace: SlackWorkspace | str, channel_id: str, user_id: str) -> Channel:
        """Remove someone, or the app's bot, from a channel."""
        where = self.state.workspaces[_id(workspace)]
        body = {"user": user_id, "channel": channel_id, "channel_type": "C", "team": where.id}
        self._happens(where, "member_left_channel", body, channel_id)
        return where.leave(channel_id, user_id)

    def archive(self, workspace: SlackWorkspace | str, channel_id: str) -> Channel:
        """Archive a channel."""
        where = self.state.workspaces[_id(workspace)]
        channel = where.put_channel(replace(where.channels[channel_id], is_archived=True))
        kind = "group_archive" if channel.is_private else "channel_archive"
        self._happens(where, kind, {"channel": channel_id}, channel_id)
        return channel

    def share(self, workspace: SlackWorkspace | str, channel_id: str) -> None:
        """Share a channel with another company."""
        where = self.state.workspaces[_id(workspace)]
        where.put_channel(replace(where.channels[channel_id], is_ext_shared=True))
        self._happens(where, "channel_shared", {"channel": channel_id, "connected_team_id": "T-else"}, channel_id)

    def revoke(self, installation: AppInstallation) -> None:
        """Revoke the app's token; the app stays."""
        self._happens_to(installation, "tokens_revoked", {"tokens": {"oauth": [], "bot": [installation.bot_user]}})
        installation.dead = "token_revoked"

    def uninstall(self, installation: AppInstallation) -> None:
        """Remove the app: it gets both events, then its tokens are dead and its views gone."""
        self._happens_to(installation, "tokens_revoked", {"tokens": {"oauth": [], "bot": [installation.bot_user]}})
        self._happens_to(installation, "app_uninstalled", {})
        for installed in self.state.installations:
            if installed.bot_token == installation.bot_token:
                installed.dead = "account_inactive"
                self.state.views.forget(installed.workspace, installed.app.id)
        self.state.changes.ring("install")

    def take_out(self, org: Organisation, workspace: SlackWorkspace | str) -> None:
        """Let an organisation take its apps out of one of its workspaces; they get `team_access_revoked`."""
        take_out(self.state, org, _id(workspace))

    def let_in(self, org: Organisation, workspace: SlackWorkspace | str) -> None:
        """Let the organisation put its apps back; they get `team_access_granted`."""
        let_in(self.state, org, _id(workspace))

    def _happens(
        self, where: SlackWorkspace, kind: str, body: Mapping[str, Any], channel: str = "", app: str = ""
    ) -> None:
        shown = {"type": kind, **body, "event_ts": self.state.stamp()}
        self.state.hear(Event(where.id, kind, shown, channel, app))
        self.state.changes.ring("world")

    def _happens_to(self, installation: AppInstallation, kind: str, body: Mapping[str, Any]) -> None:
        self._happens(self.state.workspaces[installation.workspace], kind, body, app=installation.app.id)


def _id(resource: SlackWorkspace | User | str) -> str:
    return resource if isinstance(resource, str) else resource.id
