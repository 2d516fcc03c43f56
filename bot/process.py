"""Runs a process: starts the parts asked for, and on SIGTERM lets everything finish within ten seconds."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Protocol

from bot import log
from bot.app.worker import Worker
from bot.clock import JumpGuard
from bot.delivery.build import steady_clock
from bot.disk_watch import DiskWatch
from bot.errors import SetupError
from bot.heartbeat import Heartbeat
from bot.services.background import Background
from bot.services.installations.upgrades import tell_operator
from bot.settings_check import shared_port
from bot.shutdown import Finishing
from bot.slack.codes import Meaning, meaning_of
from bot.slack.token_check import ask
from bot.storage.base.unavailable import why_unusable
from bot.storage.maintenance.key_check import require_key
from bot.storage.migrate import is_current, require_newest, upgrade
from bot.web.server import MetricsServer, Ready
from bot.zone_data import PINNED

logger = log.get(__name__)

SECONDS_TO_FINISH = 10
SECONDS_A_BEAT = 1.0
SECONDS_WITHOUT_BEAT = 30.0  # after that, a load balancer may consider the process stuck
SECONDS_OF_FAILURE = 60.0  # a restarting database is back by then
SECONDS_TO_ANSWER = 5.0
REFUSED = (
    "Slack rejects SLACK_BOT_TOKEN, so nothing can be sent. Copy it again from your app's page, under OAuth & "
    "Permissions, and restart."
)
WHY_WAIT = (
    "The machine's clock jumped ahead. Nothing is sent or deleted until it is corrected, or has stayed "
    "there for minutes."
)


class Receives(Protocol):
    """Receives what Slack sends, in processes that do: `bot.web.receiver`, which a worker does not load."""

    async def start(self, ready: Ready, give_up: Callable[[SetupError], None]) -> None:
        """Begin to receive. `ready` answers at /readyz; `give_up` is told why it cannot go on."""
        ...

    async def warm_up(self) -> None:
        """Prepare for what people type."""
        ...

    def ready(self) -> Mapping[str, bool]:
        """Whether each part of it works, by name."""
        ...

    async def refuse(self) -> None:
        """Accept nothing new."""
        ...

    async def drain(self) -> None:
        """Wait until everything received has been answered."""
        ...

    async def close(self) -> None:
        """Close the rest."""
        ...


class Process:
    """Starts and stops a worker, or a receiver, or both."""

    def __init__(
        self,
        worker: Worker,
        receiver: Receives | None = None,
        beat: float = SECONDS_A_BEAT,
        steady: Callable[[], float] = steady_clock,
        patience: float = SECONDS_TO_ANSWER,
        *,
        sends: bool = True,
    ) -> None:
        """`beat`: seconds between heartbeats, checked on the clock `steady`. `patience`: real seconds after which a
        database that does not answer counts as not ready. `sends`: False if another process sends what is due.
        """
        self._worker = worker
        self.receiver = receiver
        self._sends = sends
        self._heartbeat = Heartbeat(self._beat, beat, worker.metrics.beat_late.observe, steady)
        self._guard = JumpGuard()
        self._steady = steady
        self._doubtful = False
        self._disk = DiskWatch(worker.database)
        self._warming: asyncio.Task[None] | None = None  # kept, since the event loop keeps no strong reference
        self._telling: asyncio.Task[None] | None = None
        self._patience = patience
        self._look: asyncio.Task[dict[str, bool]] | None = None
        self._token_works = True
        self.failure: SetupError | None = None
        self.on_failure: Callable[[], None] = lambda: None
        host, port = worker.settings.host, worker.settings.metrics_port
        self.metrics = (
            MetricsServer(host, port, worker.metrics.text, self._ready, lambda: PINNED.says(worker.wall()))
            if port is not None
            else None
        )

    async def start(self) -> None:
        """Start every part of it. Raises SetupError if the database is away or does not have the newest tables."""
        if self.receiver is not None and (says := shared_port(self._worker.settings)):
            raise SetupError(f"METRICS_PORT {says}")
        try:
            await self._prepare()
        except Exception as error:
            if not (sentence := why_unusable(error)):
                raise
            raise SetupError(sentence) from None
        if self.receiver is not None:
            await self.receiver.start(self._ready, self._give_up)
            self._warming = asyncio.create_task(self._from_second_beat(self.receiver.warm_up))
        if self.metrics is not None:
            await self.metrics.start()
        if self._sends:
            self._heartbeat.start()
        self._telling = asyncio.create_task(self._from_second_beat(self._tell))
        logger.info("started", inbound=self.receiver is not None, sender=self._sends)

    async def _prepare(self) -> None:
        settings = self._worker.settings
        if self.receiver is not None and self._sends:
            await upgrade(self._worker.database.engine)
        else:
            await require_newest(self._worker.database.engine)
        await require_key(self._worker.database)
        if self._sends and not settings.serves_many:
            async with self._worker.database.installations() as store:
                await store.let_all_go_on()

    def _give_up(self, failure: SetupError) -> None:
        self.failure = failure
        self.on_failure()

    async def stop(self) -> None:
        """Accept nothing new, let running handlers and posts finish, then close everything. Ten seconds in all, and
        half a second more for each step that hangs.
        """
        finishing = Finishing(SECONDS_TO_FINISH, self._steady)
        await finishing.wait(self._heartbeat.stop())
        await finishing.wait(self._worker.keeper.stop(), *(work.stop() for work in self._beside_sending()))
        beside = [task for task in (self._telling, self._look, self._warming) if task is not None]
        for task in beside:
            task.cancel()
        await finishing.wait(*beside)
        receivers = [self.receiver] if self.receiver is not None else []
        await finishing.wait(*(part.refuse() for part in receivers), *([self.metrics.stop()] if self.metrics else []))
        await finishing.wait(*(part.drain() for part in receivers), self._worker.engine.drain(finishing.left))
        await finishing.wait(*(part.close() for part in receivers))
        await finishing.wait(self._worker.artist.close(), self._worker.clients.close())
        await finishing.wait(self._worker.database.close())
        await asyncio.to_thread(self._worker.tracing.close)
        logger.info("stopped")

    async def _from_second_beat(self, do: Callable[[], Awaitable[None]]) -> None:
        """Do what would only slow down the start; skipped if the process stops before."""
        if not self._sends or await self._heartbeat.second_beat():
            await do()

    async def _tell(self) -> None:
        """Tell the operator about a wrong token and missing scopes, in the background, since Slack has to be asked."""
        settings = self._worker.settings
        if not settings.serves_many and settings.slack_bot_token is not None:
            trial = await ask("auth.test", settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
            if trial.code and meaning_of(trial.code) is not Meaning.UNKNOWN:
                self._token_works = False
                self._worker.metrics.tokens_lost.set(1)
                logger.error("bot_token_refused", code=trial.code, why=REFUSED)
            elif not trial.worked:
                logger.warning(
                    "slack_not_reached", why=trial.trouble or f"Slack says {trial.code}, an unknown error code."
                )
        try:
            await tell_operator(self._worker.context.grants)
        except Exception as error:  # noqa: BLE001 - a fault here must not stop anything; the doctor reports it in full
            logger.warning("scopes_not_looked_at", why=type(error).__name__)

    async def _beat(self) -> bool:
        now = self._worker.wall()
        if not self._guard.believes(now, self._steady()):
            if not self._doubtful:
                logger.warning("clock_jumped", to=now.isoformat(), why=WHY_WAIT)
            self._doubtful = True
            return False
        self._doubtful = False
        has_disk = self._disk.is_well()  # asked first: a tick fails without its disk, and does not say why
        went_well = await self._worker.engine.tick() and has_disk
        if self._heartbeat.goes_on:  # somebody waits for the first beat
            for work in self._beside_sending():
                work.tick()
            if self._worker.settings.serves_many:
                self._worker.keeper.tick()
        return went_well

    def _beside_sending(self) -> tuple[Background, ...]:
        """The work that the heartbeat starts without waiting for it."""
        worker = self._worker
        others = worker.calendar_poller, worker.webhooks, worker.removals, worker.leavers, worker.id_exchange
        return *others, worker.house

    async def _database(self) -> dict[str, bool]:
        ready = {"database": False, "migrations": False}
        with suppress(Exception):  # any error of the driver means no
            ready["database"] = await self._worker.database.answers() and self._disk.is_well()
            ready["migrations"] = await is_current(self._worker.database.engine)
        return ready

    async def _ready(self) -> dict[str, bool]:
        """Whether each part works, by name."""
        if self._look is None or self._look.done():
            self._look = asyncio.create_task(self._database())
        # Not cancelled, since a driver may make its caller wait for as long as the database does.
        done, _ = await asyncio.wait({self._look}, timeout=self._patience)
        ready = self._look.result() if done else {"database": False, "migrations": False}
        if self._sends:
            ready["scheduler"] = self._heartbeat.is_alive(SECONDS_WITHOUT_BEAT)
            ready["delivery"] = self._heartbeat.is_well(SECONDS_OF_FAILURE)
        if self.receiver is not None:
            ready |= self.receiver.ready()
        if not self._token_works:
            ready["token"] = False
        return ready
