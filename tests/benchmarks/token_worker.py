"""The real process, as `python -m bot run` starts it, which can be told at which instant to die by SIGKILL."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import log
from bot.app.bot import Bot, build
from bot.cli.running import run_process
from bot.delivery.build import EngineLimits
from bot.delivery.rate_limit import Rate
from bot.delivery.reconciler import ReconcilerTuning
from bot.delivery.sender import Tuning
from bot.domain.installations.installations import Installation, Tokens
from bot.process import Process
from bot.services.after_install import AfterInstall
from bot.services.installations.token_keeper import TokenKeeper
from bot.settings import read_settings
from bot.slack.oauth import OAuthClient
from bot.storage.base.cipher import Cipher
from bot.storage.database import Database
from bot.storage.maintenance.rekey import rekey
from bot.web import receiver
from tests.benchmarks.worker import SPAWN

SPAWN.set_forkserver_preload([f"tests.benchmarks.{name}" for name in ("worker", "token_worker", "warm")])

Die = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Setup:
    """How the process runs. `order` is a file that may name a decisive instant: the first process to reach it dies."""

    database: str
    slack: str
    keys: str
    port: int
    public: str
    client_id: str
    client_secret: str
    signing_secret: str
    log: str
    order: str
    turn: float = 0.5
    pause: float = 0.2
    settles: float = 0.3

    def die(self, instant: str) -> None:
        """Die by SIGKILL if this is the instant that the order names; only one process does."""
        with contextlib.suppress(FileNotFoundError):
            if Path(self.order).read_text() == instant:
                Path(self.order).rename(f"{self.order}.done")
                os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True, slots=True)
class DyingOAuth(OAuthClient):
    """Dies before Slack is asked, or when its answer has come and is not yet stored."""

    die: Die = field(default=lambda _: None, repr=False)

    async def install(self, code: str, redirect_uri: str, now: datetime) -> Installation:
        """As in `OAuthClient`."""
        self.die("install: asking")
        found = await OAuthClient.install(self, code, redirect_uri, now)
        self.die("install: answered")
        return found

    async def refresh(self, refresh_token: str, now: datetime) -> Tokens:
        """As in `OAuthClient`."""
        self.die("refresh: asking")
        found = await OAuthClient.refresh(self, refresh_token, now)
        self.die("refresh: answered")
        return found


class DyingSettling(AfterInstall):
    """Dies when the installation is written and no follow-up is done, or all but noting that it is done."""

    def __init__(self, database: Database, bot: Bot, die: Die) -> None:
        super().__init__(database, bot.services.lifecycle, bot.services.onboarding, bot.wall)
        self._die = die

    async def __call__(self, installation: Installation) -> None:
        """As in `AfterInstall`."""
        self._die("install: written")
        await super().__call__(installation)

    async def _is_welcomed(self, installation: Installation) -> bool:
        is_welcomed = await super()._is_welcomed(installation)
        self._die("install: welcomed")
        return is_welcomed


class DyingDatabase(Database):
    """Dies inside the second batch, or before the third."""

    def __init__(self, url: str, cipher: Cipher, die: Die) -> None:
        super().__init__(url, cipher)
        self._die = die
        self._claims = 0

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[AsyncConnection]:
        """As in `Database`."""
        self._claims += 1
        if self._claims == 3:
            self._die("rekey: between batches")
        async with super().connection() as connection:
            yield connection
            if self._claims == 2:
                self._die("rekey: inside a batch")


def built(setup: Setup) -> Bot:
    """This process's bot, in a hurry, with the instants at which it may die."""
    settings = read_settings(
        _env_file=None,
        slack_client_id=setup.client_id,
        slack_client_secret=setup.client_secret,
        slack_signing_secret=setup.signing_secret,
        slack_api_url=setup.slack,
        public_url=setup.public,
        database_url=setup.database,
        encryption_keys=setup.keys,
        port=setup.port,
        trusted_proxies=1,
        metrics_token="m3trics",
    )
    hurry = EngineLimits(
        Tuning(pace=Rate(rate=None, spacing=0.0)), ReconcilerTuning(1.0, 1.0, spacing=0.0), lease=3.0, linger=0.0
    )
    bot = build(settings, limits=hurry)
    bot.installs.oauth = DyingOAuth(setup.client_id, setup.client_secret, setup.slack, setup.die)
    bot.installs.turn = timedelta(seconds=setup.turn)
    count = bot.installs.count

    def counted(outcome: str) -> None:
        setup.die(f"refresh: {outcome}")
        count(outcome)

    bot.installs.count = counted
    after_install = DyingSettling(bot.database, bot, setup.die)
    pause, settles = timedelta(seconds=setup.pause), timedelta(seconds=setup.settles)
    keeper = TokenKeeper(bot.installs, after_install, bot.metrics.tokens_lost.set, pause=pause, settles=settles)
    return replace(bot, after_install=after_install, keeper=keeper)


async def hurried(bot: Bot) -> None:
    """The process, with a beat every twentieth of a second besides the real one, which comes once a second."""

    async def beat() -> None:
        while True:
            await asyncio.sleep(0.05)
            bot.keeper.tick()
            await bot.engine.tick()

    beating = asyncio.create_task(beat())
    await run_process(Process(bot, receiver.Receiver(bot)))
    beating.cancel()


def serve(setup: Setup) -> None:
    """The entry point of a process that serves and sends."""
    with Path(setup.log).open("a") as file, contextlib.redirect_stderr(file):
        log.configure("json", "INFO")
        vars(receiver)["WARM_UP"] = ()  # it would take half of a start's time
        asyncio.run(hurried(built(setup)))


def rotate_keys(setup: Setup) -> None:
    """The entry point of `python -m bot rotate-keys`."""

    async def all_of_it() -> None:
        database = DyingDatabase(setup.database, Cipher(setup.keys.split(",")), setup.die)
        try:
            await rekey(database)
        finally:
            await database.close()

    with Path(setup.log).open("a") as file, contextlib.redirect_stderr(file):
        asyncio.run(all_of_it())


def start(setup: Setup, entry: Callable[[Setup], None] = serve) -> BaseProcess:
    """Start a process, forked from a server that has imported everything."""
    worker = SPAWN.Process(target=entry, args=(setup,), daemon=True)
    worker.start()
    return worker
