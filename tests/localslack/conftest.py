"""A workspace with three people and a channel, an app in it, and the app run by the real Bolt and SDK."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.localslack import AppInstallation, Client, LocalSlack, MethodLimits, SlackWorkspace
from bot.localslack.state.limits import Meter

from .heard import FORM, Heard

SCOPES = (
    "chat:write commands users:read channels:read channels:history im:read im:write im:history groups:read"
    " app_mentions:read dnd:read channels:join groups:history"
)


def manifest(**settings: Any) -> dict[str, Any]:
    """An app that may do everything these tests try."""
    events = ["app_home_opened", "message.im", "message.channels", "app_mention", "user_change", "app_uninstalled"]
    events += ["tokens_revoked", "member_joined_channel", "member_left_channel", "channel_archive"]
    return {
        "display_information": {"name": "Test App"},
        "features": {
            "bot_user": {"display_name": "Test App"},
            "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
            "slash_commands": [
                {"command": "/plan", "description": "Plan something", "should_escape": True},
                {"command": "/echo", "description": "Say it again"},
            ],
            "shortcuts": [
                {"name": "Save it", "type": "message", "callback_id": "save", "description": "Save"},
                {"name": "New", "type": "global", "callback_id": "new", "description": "New"},
            ],
        },
        "oauth_config": {"scopes": {"bot": SCOPES.split()}},
        "settings": {
            "event_subscriptions": {"bot_events": events},
            "interactivity": {"is_enabled": True},
            "socket_mode_enabled": True,
        }
        | settings,
    }


class Clocks:
    """Two clocks that are variables."""

    def __init__(self) -> None:
        self.today = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)
        self.seconds = 1000.0

    def now(self) -> datetime:
        """Wall-clock time of the workspace."""
        return self.today

    def monotonic(self) -> float:
        """Protocol time."""
        return self.seconds

    def jump(self, **delta: float) -> None:
        """Move the product's clock."""
        self.today += timedelta(**delta)


async def code(call: Any) -> str:
    """The error code of a failing call."""
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
async def slack(clocks: Clocks) -> AsyncIterator[LocalSlack]:
    local = LocalSlack(clocks.now, monotonic=clocks.monotonic, limits=MethodLimits.real(), ack_seconds=60.0)
    async with local:
        yield local


@pytest.fixture
def impatient(slack: LocalSlack) -> None:
    """A Slack that waits only a moment, for requests that are never acknowledged."""
    slack.dispatcher.ack_seconds = 0.01


@pytest.fixture
def acme(slack: LocalSlack) -> SlackWorkspace:
    workspace = slack.add_workspace("Acme")
    people = [
        workspace.add_user("maria", real_name="Maria Silva", tz="America/Sao_Paulo", is_admin=True),
        workspace.add_user("tom", real_name="Tom Weber", tz="Europe/Berlin", email="tom@acme.example"),
        workspace.add_user("ana", real_name="Ana Roy", tz="Asia/Kolkata", is_restricted=True),
    ]
    workspace.add_channel("sales", [person.id for person in people])
    workspace.add_channel("board", [people[0].id], is_private=True)
    return workspace


@pytest.fixture
def installed(slack: LocalSlack, acme: SlackWorkspace) -> AppInstallation:
    return slack.install(manifest(), acme)


@pytest.fixture
def maria(slack: LocalSlack, acme: SlackWorkspace, installed: AppInstallation) -> Client:
    return slack.as_user(acme, "maria")


@pytest.fixture
def tom(slack: LocalSlack, acme: SlackWorkspace, installed: AppInstallation) -> Client:
    return slack.as_user(acme, "@tom")


@pytest.fixture
async def web(slack: LocalSlack, installed: AppInstallation) -> AsyncIterator[AsyncWebClient]:
    async with aiohttp.ClientSession() as session:
        yield AsyncWebClient(installed.bot_token, base_url=slack.base_url, session=session, retry_handlers=[])


@pytest.fixture
async def bolt(slack: LocalSlack, installed: AppInstallation, web: AsyncWebClient) -> AsyncIterator[AsyncApp]:
    """The real Bolt in Socket Mode; tests add listeners to it."""
    app = AsyncApp(name="tests", token=installed.bot_token, client=web, raise_error_for_unhandled_request=False)
    async with AsyncExitStack() as stack:
        handler = AsyncSocketModeHandler(app, installed.app.app_token)
        stack.push_async_callback(handler.close_async)
        await handler.client.connect()  # type: ignore[no-untyped-call]  # as it stands in the SDK
        await slack.connected(installed.app)
        yield app


@pytest.fixture
def heard(bolt: AsyncApp) -> Heard:
    return Heard(bolt)


@pytest.fixture
async def form(slack: LocalSlack, web: AsyncWebClient, installed: AppInstallation, tom: Client, heard: Heard) -> None:
    key = slack.state.triggers.issue(installed.app.id, installed.workspace, tom.user.id)
    await web.views_open(trigger_id=key, view=FORM)


@pytest.fixture
def unlimited(slack: LocalSlack, clocks: Clocks) -> None:
    slack.state.meter = Meter(MethodLimits.off(), clocks.monotonic)


@pytest.fixture
async def sales(slack: LocalSlack, acme: SlackWorkspace, installed: AppInstallation) -> str:
    channel = acme.channel("#sales")
    assert channel
    return slack.invite(acme, channel.id, installed.bot_user).id
