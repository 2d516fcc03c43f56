"""The stage: the real bot on the local Slack, with a team to act as and a clock to move. It prints nothing."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from math import inf
from pathlib import Path
from typing import Any, Self

from bot.app.bot import Bot, build
from bot.delivery.build import EngineLimits, steady_clock
from bot.delivery.rate_limit import Rate
from bot.delivery.sender import Tuning
from bot.localslack import AppInstallation, LocalSlack, MethodLimits, SlackWorkspace
from bot.manifest import manifest
from bot.pictures.artist import Artist
from bot.playground.actor import Act, Actor
from bot.playground.clock import MONDAY, MovableClock
from bot.playground.team import SALES, Team
from bot.playground.watcher import Sight, Watcher
from bot.process import Process
from bot.settings import Settings, read_settings
from bot.storage.base.cipher import new_key
from bot.storage.migrate import new_file
from bot.web.receiver import Receiver
from content.library import load_library
from handlers.commands import COMMANDS

# A stage's database is new, so nothing can have been sent from an older copy of it.
UNHURRIED = EngineLimits(tuning=Tuning(pace=Rate(rate=None, spacing=0.0)), linger=0.0, quick_restart=inf)
# Slack waits three seconds for an answer. Here everything shares one process, and a busy machine would
# look like an app that does not answer: so it is a minute, and triggers do not expire. `make bench` measures answers.
ACK = 60.0
FILE = "second-chair.sqlite3"
ROUNDS = 50  # limits handlers that cause events that cause handlers …


class Stage:
    """`async with Stage(folder) as stage:`; then act by `as_(handle)` and move time by `jump(to)`.

    Callbacks get what people see (`on_sight`), what they do (`on_act`), and each moment that a jump stops at
    (`on_moment`). Everything runs in the event loop that started it.
    """

    def __init__(
        self,
        folder: Path,
        start: datetime = MONDAY,
        artist: Artist | None = None,
        port: int | None = None,
    ) -> None:
        """`folder` is for the SQLite file; `start` is aware; `artist` draws pictures in place of the real one; on a
        `port` of this machine, other tools find the bot's web server.
        """
        self.team = SALES
        self.clock = MovableClock(start)
        self.slack = LocalSlack(
            self.clock, monotonic=lambda: 0.0, limits=MethodLimits.off(), ack_seconds=ACK, retry_delays=(0.0, 0.5, 1.0)
        )
        self.workspace: SlackWorkspace = _people(self.slack, SALES)
        self.installation: AppInstallation
        self.bot: Bot
        self.on_sight: list[Callable[[Sight], Any]] = []
        self.on_act: list[Callable[[Act], Any]] = []
        self.on_moment: list[Callable[[datetime], Any]] = []
        self._folder = folder
        self._artist = artist
        self._port = port
        self._watcher = Watcher(self.slack, self.workspace)
        self._closing = AsyncExitStack()
        self._told = 0
        self._watching: sqlite3.Connection  # notices when anything is written
        self._rested: object = None  # the time and the database's version when nothing was due any more
        self.slack.on_change(self._changed)

    async def __aenter__(self) -> Self:
        try:
            await self._start()
        except BaseException:
            await self._closing.aclose()
            raise
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self._closing.aclose()

    async def _start(self) -> None:
        await asyncio.to_thread(_make_tables, self._folder / FILE)
        self._watching = sqlite3.connect(self._folder / FILE)
        self._closing.callback(self._watching.close)
        self._closing.push_async_callback(self.slack.stop)
        await self.slack.start()
        self.installation = self.slack.install(manifest(COMMANDS, load_library()), self.workspace)
        for room in self.workspace.channels.values():
            if not room.is_im:
                self.slack.invite(self.workspace, room.id, self.installation.bot_user)
        self.bot = build(self._settings(), self.clock, UNHURRIED, self._artist, in_loop=True)
        process = Process(self.bot, Receiver(self.bot, allowing=self._seconds))
        self._closing.push_async_callback(process.stop)
        await process.start()
        await self.slack.connected(self.installation.app)
        await self.settle()

    def _seconds(self) -> float:
        """The seconds of both clocks added up: days that a story skips refill rate limits as real days would."""
        return self.clock().timestamp() + steady_clock()

    def _settings(self) -> Settings:
        # Without a site of its own it takes any free port for its health: several stages may run on one machine.
        address = {} if self._port is None else {"public_url": f"http://127.0.0.1:{self._port}"}
        return read_settings(
            **address,
            port=self._port or 0,
            _env_file=None,  # that file's settings are for a real Slack
            slack_bot_token=self.installation.bot_token,
            slack_app_token=self.installation.app.app_token,
            slack_signing_secret=self.installation.app.signing_secret,
            slack_api_url=self.slack.base_url,
            database_url=f"sqlite:///{self._folder / FILE}",
            encryption_keys=new_key(),
        )

    @property
    def now(self) -> datetime:
        """The product's time, aware UTC."""
        return self.clock()

    def as_(self, handle: str) -> Actor:
        """Act as one of the team. Raises LookupError."""
        client = self.slack.as_user(self.workspace, handle.removeprefix("@"))
        return Actor(client, self.settle, self._acted)

    async def settle(self) -> None:
        """Wait until every handler is done, everything that they caused has been sent, and no call is under way."""
        for _ in range(ROUNDS):
            before = self._told
            await self.bot.binding.drain()
            await self._send_due()
            # A task of its own: its timeouts are exceptions thrown into it, after which Python 3.11 no longer tells
            # coverage which lines of the awaiting function are run.
            await asyncio.create_task(self.slack.settled(0.001))
            if self._told == before:  # nothing new has reached the bot in the meantime
                break
        for sight in self._watcher.look():
            for hear in self.on_sight:
                hear(sight)

    async def _send_due(self) -> None:
        """Send what is due, and remove it; nothing is due where nothing was written and no time has passed since."""
        state = (self.now, self._watching.execute("PRAGMA data_version").fetchone())
        if state != self._rested:
            await self.bot.engine.beat()
            await self.bot.removals.all_due()
            self._rested = state

    async def jump(self, to: datetime) -> None:
        """Move the clock to `to` (aware), stopping at every due moment on the way, so that everything is sent in its
        order. Raises ValueError for a time in the past.
        """
        if to < self.now:
            raise ValueError("The clock never goes back: what was sent cannot be unsent.")
        was_running = self.clock.is_running
        self.clock.stop()
        last: datetime | None = None
        try:
            while (due := await self.bot.engine.next_due()) is not None and due <= to:
                if due == last:
                    raise RuntimeError(f"Something was due at {due} and was neither sent nor given up.")
                last = due
                await self._arrive(max(due, self.now))
            await self._arrive(max(to, self.now))
        finally:
            if was_running:
                self.clock.run()

    async def _arrive(self, at: datetime) -> None:
        self.clock.move(at)
        for hear in self.on_moment:
            hear(at)
        await self.settle()

    def _changed(self, kind: str) -> None:
        self._told += kind == "delivery"

    def _acted(self, handle: str, words: str) -> None:
        for hear in self.on_act:
            hear(Act(self.now, handle, words))


def _make_tables(file: Path) -> None:
    """Make the tables in a new file by copying: migrations run once per process, while a page is played many times."""
    if not file.exists():
        file.write_bytes(new_file())


def _people(slack: LocalSlack, team: Team) -> SlackWorkspace:
    workspace = slack.add_workspace(team.company)
    ids = {}
    for member in team.members:
        user = workspace.add_user(
            member.handle, real_name=member.name, tz=member.zone, is_admin=member.is_admin, title=member.title
        )
        ids[member.handle] = user.id
    for room in team.rooms:
        workspace.add_channel(room.name, [ids[handle] for handle in room.members])
    return workspace
