"""Two workspaces with equal user and channel ids, on one local Slack, served over signed HTTP by one bot."""

import json
import re
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp

from bot.app.bot import Bot
from bot.domain.installations.installations import Installation as Stored
from bot.localslack import App, Client, LocalSlack, MethodLimits, PersonError, PostedMessage, SlackWorkspace, View
from bot.localslack.state.elements import places
from bot.manifest import manifest
from bot.web.dispatch import Dispatch
from bot.web.server import WebServer
from bot.web.site import build_dispatch, build_site
from content.library import load_library
from handlers.commands import COMMANDS
from handlers.events import EVENTS
from tests.benchmarks.servers import free_port
from tests.databases import migrated_at
from tests.fakes import MovableClock
from tests.web.sites import built

NAMES = ("T1", "T2")
PEOPLE = {"U1": "maria", "U2": "tom", "U3": "aisha"}
TITLES = {"maria": "Sales Manager", "tom": "Account Executive", "aisha": "Account Executive"}
CHANGING = re.compile(r"[0-9a-f]{32}|\b\d{10}\.\d{6}\b|\bauto\d+\b|\b[A-Z]{1,2}0[0-9A-Z]{6,}\b|http://127\S+")


@dataclass
class ServedWorkspaces:
    """The workspaces and the bot; `act` does one thing as one person, and lets everything follow."""

    slack: LocalSlack
    bot: Bot
    app: App
    clock: MovableClock
    workspaces: dict[str, SlackWorkspace]
    address: str
    http: aiohttp.ClientSession
    dispatch: Dispatch

    def client(self, workspace_id: str, user_id: str) -> Client:
        """One person's window."""
        return self.slack.as_user(self.workspaces[workspace_id], user_id)

    async def settle(self) -> None:
        """Let handlers finish and send everything that is due."""
        for _ in range(2):
            await self.bot.binding.drain()
            await self.bot.engine.beat()
            await self.slack.settled(0.001)

    async def try_(self, act: Awaitable[Any]) -> Any:
        """Do what Slack's window lets a person do; what it refuses does not count."""
        found = None
        with suppress(PersonError):
            found = await act
        await self.settle()
        return found

    async def ask(self, act: Awaitable[Any]) -> Any:
        """The same, without sending what is due."""
        found = None
        with suppress(PersonError):
            found = await act
        await self.bot.binding.drain()
        return found

    async def install_again(self, workspace_id: str) -> str:
        """Install the app from a browser. Returns what the last page says."""
        jar = aiohttp.CookieJar(unsafe=True)  # it keeps cookies for numeric addresses
        async with (
            aiohttp.ClientSession(cookie_jar=jar) as browser,
            browser.get(f"{self.address}/slack/install?team={workspace_id}") as page,
        ):
            return await page.text()

    def buttons(self, workspace_id: str, user_id: str) -> list[tuple[PostedMessage | View, str]]:
        """Everything that a person can press right now, always in the same order."""
        client = self.client(workspace_id, user_id)
        shown: list[PostedMessage | View] = [client.modal] if client.modal else []
        shown += [client.home] if client.home else []
        shown += [*reversed(client.dm()), *reversed(client.ephemerals()), *reversed(client.messages("sales"))]
        return [
            (one, place.action_id) for one in shown for place in places(one.blocks) if place.element["type"] == "button"
        ]

    async def seen(self, workspace_id: str) -> list[str]:
        """Every word that anybody of a workspace can see, without what differs from run to run."""
        found: list[str] = []
        for user_id in PEOPLE:
            client = self.client(workspace_id, user_id)
            messages = (*client.messages("sales"), *client.dm(), *client.ephemerals())
            found += [f"{one.text} {json.dumps(one.blocks, sort_keys=True)}" for one in messages]
            found += [json.dumps(view.source, sort_keys=True) for view in (client.home, client.modal) if view]
        return [CHANGING.sub("…", one) for one in found]

    async def held(self, workspace_id: str) -> list[str]:
        """Everything stored about the people of a workspace, without what differs from run to run."""
        async with self.bot.database.transaction(workspace_id) as transaction:
            found = {user_id: await transaction.export.of_person(user_id) for user_id in PEOPLE}
        rows = [(who, table, row) for who, tables in found.items() for table, each in tables.items() for row in each]
        return sorted(CHANGING.sub("…", json.dumps(row, default=str, sort_keys=True)) for row in rows)


@asynccontextmanager
async def opened(
    folder: Path, wanted: tuple[str, ...] = NAMES, events: Iterable[str] = tuple(EVENTS)
) -> AsyncIterator[ServedWorkspaces]:
    """The workspaces `wanted`, installed; Slack tells the bot of these `events`."""
    clock, port = MovableClock(), free_port()
    slack = LocalSlack(clock, monotonic=lambda: 0.0, limits=MethodLimits.off(), ack_seconds=60.0, retry_delays=(0.0,))
    await slack.start()
    asked = manifest(COMMANDS, load_library(), events=events)
    app = slack.state.register(asked, f"http://127.0.0.1:{port}/slack/events")
    public = f"http://127.0.0.1:{port}"
    migrated_at(folder / "many.sqlite3")
    known = {"slack_client_id": app.client_id, "slack_client_secret": app.client_secret}
    bot = built(folder, slack.base_url, clock, slack_signing_secret=app.signing_secret, public_url=public, **known)
    workspaces = {name: await _add(slack, bot, app, name) for name in wanted}
    unhurried = count(step=60)  # one person tries more here than a crowd would
    dispatch = build_dispatch(bot, lambda: float(next(unhurried)))
    server = WebServer("127.0.0.1", port, _ready, build_site(bot, dispatch))
    await server.start()
    bot.bolt.client.session = bot.clients.session()  # as our processes do
    try:
        async with aiohttp.ClientSession() as http:
            yield ServedWorkspaces(slack, bot, app, clock, workspaces, public, http, dispatch)
    finally:
        await server.stop()
        await bot.binding.drain()
        await bot.engine.drain(1)
        await slack.stop()
        await bot.clients.close()
        await bot.database.close()


async def _add(slack: LocalSlack, bot: Bot, app: App, name: str) -> SlackWorkspace:
    workspace = slack.add_workspace(name, name)
    for user_id, handle in PEOPLE.items():
        workspace.add_user(handle, id=user_id, is_admin=user_id == "U1", tz="Europe/Berlin", title=TITLES[handle])
    channel = workspace.add_channel("sales", list(PEOPLE), id="C1")
    installation = slack.install(app, workspace)
    slack.invite(workspace, channel.id, installation.bot_user)
    async with bot.database.installations() as store:
        stored = Stored(name, bot.installs.clock(), installation.bot_token, bot_user_id=installation.bot_user)
        await store.save(stored)
    return workspace


async def _ready() -> dict[str, bool]:
    return {"database": True}
