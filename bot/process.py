"""Runs a process: starts the parts that it is asked for, and on SIGTERM lets everything finish within ten seconds."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bot import log
from bot.app import Bot
from bot.clock import JumpGuard
from bot.delivery.build import steady_clock
from bot.disk_watch import DiskWatch
from bot.errors import SetupError
from bot.finishing import Finishing
from bot.heartbeat import Heartbeat
from bot.parsing.reading import WARM_UP
from bot.services.background import BesideSending
from bot.services.installations.upgrades import tell_operator
from bot.slack.codes import Meaning, meaning_of
from bot.slack.socket_line import SlackLine
from bot.slack.trial import ask
from bot.storage.base.away import why_unusable
from bot.storage.maintenance.key_check import require_key
from bot.storage.migrate import is_current, require_no_newer, upgrade
from bot.web.server import MetricsServer, WebServer
from bot.web.site import build_dispatch, build_site

logger = log.get(__name__)

SECONDS_TO_FINISH = 10
SECONDS_A_BEAT = 1.0
SECONDS_WITHOUT_BEAT = 30.0  # after that a load balancer may take the process for stuck
SECONDS_OF_FAILURE = 60.0  # a database that starts anew is back by then
SECONDS_TO_ANSWER = 5.0
REFUSED = (
    "Slack does not take SLACK_BOT_TOKEN, so nothing can be sent. Copy it again from your app's page, under OAuth & "
    "Permissions, and start anew."
)
WHY_WAIT = (
    "The machine's clock jumped ahead. Nothing is sent or deleted until it is put right, or stays so for minutes."
)


@dataclass(frozen=True, slots=True)
class ProcessParts:
    """The parts that one process runs: `inbound` receives from Slack, `sender` sends what is due. `prefers_http`: over
    HTTP also where there is a token for Socket Mode, if there is a signing secret.
    """

    inbound: bool = True
    sender: bool = True
    prefers_http: bool = False


class Process:
    """Starts and stops a Bot."""

    def __init__(
        self,
        bot: Bot,
        parts: ProcessParts,
        beat: float = SECONDS_A_BEAT,
        steady: Callable[[], float] = steady_clock,
        patience: float = SECONDS_TO_ANSWER,
        allowing: Callable[[], float] = steady_clock,
    ) -> None:
        """`beat`: seconds between heartbeats, checked on the clock `steady`. `patience`: real seconds after which a
        database that does not answer counts as not ready. `allowing`: the clock by which people may ask more of us.
        """
        self._bot = bot
        self._parts = parts
        self._heartbeat = Heartbeat(self._beat, beat, bot.metrics.beat_late.observe, steady)
        self._guard = JumpGuard()
        self._steady = steady
        self._doubtful = False
        self._disk = DiskWatch(bot.database)
        self._socket: SlackLine | None = None
        self._warming: asyncio.Task[None] | None = None  # kept, since nobody else keeps a reference
        self._telling: asyncio.Task[None] | None = None
        self._patience = patience
        self._look: asyncio.Task[dict[str, bool]] | None = None
        self._token_works = True
        self.failure: SetupError | None = None
        self.on_failure: Callable[[], None] = lambda: None
        settings, self._dispatch = bot.settings, build_dispatch(bot, allowing)
        site, port = build_site(bot, self._dispatch), settings.metrics_port
        self.web = WebServer(settings.host, settings.port, self._ready, site)
        self.metrics = (
            MetricsServer(settings.host, port, bot.metrics.text, self._ready, site.zone_data)
            if port is not None
            else None
        )

    async def start(self) -> None:
        """Start every part of it. Raises SetupError where the database is away or not at the newest tables."""
        try:
            await self._prepare()
        except Exception as error:
            if not (sentence := why_unusable(error)):
                raise
            raise SetupError(sentence) from None
        if self._parts.inbound:
            # Without one, Slack's client makes a session for each answer, and meets Slack anew each time.
            self._bot.bolt.client.session = self._bot.clients.session()
            await self._listen()
            self._warming = asyncio.create_task(self._from_second_beat(_warm_up))
        if self.metrics is not None:
            await self.metrics.start()
        if self._parts.sender:
            self._heartbeat.start()
        self._telling = asyncio.create_task(self._from_second_beat(self._tell))
        logger.info("started", inbound=self._parts.inbound, sender=self._parts.sender)

    async def _prepare(self) -> None:
        settings = self._bot.settings
        if self._parts.inbound and self._parts.sender:
            await upgrade(self._bot.database.engine)
        elif not await is_current(self._bot.database.engine):
            await require_no_newer(self._bot.database.engine)
            raise SetupError("The database does not have the newest tables. Run `python -m bot migrate` first.")
        await require_key(self._bot.database)
        if self._parts.sender and not settings.serves_many:
            async with self._bot.database.installations() as store:
                await store.let_all_go_on()

    async def _listen(self) -> None:
        """Over HTTP, or over a line of our own; health is served either way."""
        settings = self._bot.settings
        over_http = self._parts.prefers_http and settings.slack_signing_secret is not None
        token = None if over_http else settings.slack_app_token
        if token is None:
            await self.web.start()
            return
        try:
            await self.web.start()
        except SetupError as error:
            if settings.public_url is not None:
                raise  # people and other tools come there; else only a host that looks after us does
            logger.warning("health_not_served", why=str(error))
        self._socket = SlackLine(
            token.get_secret_value(), settings.slack_api_url, self._dispatch.over_socket, self._give_up
        )
        self._socket.start()

    def _give_up(self, code: str) -> None:
        self.failure = SetupError(
            f"Slack does not take SLACK_APP_TOKEN ({code}). It is an app-level token with the scope connections:write; "
            "copy it again from your app's page, under Basic Information."
        )
        self.on_failure()

    async def stop(self) -> None:
        """Accept nothing new, let running handlers and posts finish, then close everything. Ten seconds in all, and
        half a second more for each step that hangs.
        """
        finishing = Finishing(SECONDS_TO_FINISH, self._steady)
        await finishing.wait(self._heartbeat.stop())
        await finishing.wait(self._bot.keeper.stop(), *(work.stop() for work in self._beside_sending()))
        beside = [task for task in (self._telling, self._look, self._warming) if task is not None]
        for task in beside:
            task.cancel()
        await finishing.wait(*beside)
        if self._socket is not None:
            self._socket.deafen()
        await finishing.wait(self.web.stop(), *([self.metrics.stop()] if self.metrics else []))
        await finishing.wait(self._bot.binding.drain(), self._bot.engine.drain(finishing.left))
        if self._socket is not None:
            await finishing.wait(self._socket.close())
        await finishing.wait(self._bot.artist.close(), self._bot.clients.close())
        await finishing.wait(self._bot.database.close())
        await asyncio.to_thread(self._bot.tracing.close)
        logger.info("stopped")

    async def _from_second_beat(self, do: Callable[[], Awaitable[None]]) -> None:
        """What would only slow the start; not done where the process stops before."""
        if not self._parts.sender or await self._heartbeat.second_beat():
            await do()

    async def _tell(self) -> None:
        """Tell the operator about a wrong token and missing scopes, in the background, since Slack has to be asked."""
        settings = self._bot.settings
        if not settings.serves_many and settings.slack_bot_token is not None:
            trial = await ask("auth.test", settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
            if trial.code and meaning_of(trial.code) is not Meaning.UNKNOWN:
                self._token_works = False
                logger.error("bot_token_refused", code=trial.code, why=REFUSED)
            elif not trial.worked:
                logger.warning("slack_not_reached", why=trial.trouble or f"Slack says {trial.code}, a word new to us.")
        try:
            await tell_operator(self._bot.grants)
        except Exception as error:  # noqa: BLE001 - a fault here must not stop anything; the doctor reports it in full
            logger.warning("scopes_not_looked_at", why=type(error).__name__)

    async def _beat(self) -> bool:
        now = self._bot.wall()
        if not self._guard.believes(now, self._steady()):
            if not self._doubtful:
                logger.warning("clock_jumped", to=now.isoformat(), why=WHY_WAIT)
            self._doubtful = True
            return False
        self._doubtful = False
        went_well = await self._bot.engine.tick() and self._disk.is_well()
        if self._heartbeat.goes_on:  # somebody waits for the first
            for work in self._beside_sending():
                work.tick()
            if self._bot.settings.serves_many:
                self._bot.keeper.tick()
        return went_well

    def _beside_sending(self) -> list[BesideSending]:
        """What the heartbeat begins and does not wait for."""
        bot = self._bot
        beside = (bot.looks, bot.webhooks, bot.removals, bot.leavers, bot.services.id_exchange)
        return [work for work in beside if work is not None]

    async def _database(self) -> dict[str, bool]:
        ready = {"database": False, "migrations": False}
        with suppress(Exception):  # any error of the driver means no
            ready["database"] = await self._bot.database.answers() and self._disk.is_well()
            ready["migrations"] = await is_current(self._bot.database.engine)
        return ready

    async def _ready(self) -> dict[str, bool]:
        """Whether each part works, by its name."""
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._database())
        # Not cancelled, since a driver may make the caller wait for as long as the database does.
        done, _ = await asyncio.wait({self._look}, timeout=self._patience)
        ready = self._look.result() if done else {"database": False, "migrations": False}
        if self._parts.sender:
            ready["scheduler"] = self._heartbeat.is_alive(SECONDS_WITHOUT_BEAT)
            ready["delivery"] = self._heartbeat.is_well(SECONDS_OF_FAILURE)
        if self._socket is not None:
            ready["socket"] = self._socket.is_open
        if not self._token_works:
            ready["token"] = False
        return ready


async def _warm_up() -> None:
    """Prepare for what people type, beside everything else."""
    for step in WARM_UP:
        await asyncio.to_thread(step)
