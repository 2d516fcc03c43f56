"""A worker process for load and crash tests: the real engine and clients, but words that need no facts."""

import asyncio
import contextlib
import multiprocessing
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import async_default_handlers
from slack_sdk.web.async_client import AsyncWebClient

from bot import log
from bot.blocks.block_kit import Message, actions, button, section
from bot.clock import wall_clock
from bot.delivery.build import EngineLimits, build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.rate_limit import Rate
from bot.delivery.reconciler import ReconcilerTuning
from bot.delivery.sender import Tuning
from bot.domain.deliveries import Delivery
from bot.garbage import look_seldom
from bot.heartbeat import Heartbeat
from bot.nudges.nudge import Facts, Nudge
from bot.slack.fence import MayLeave
from bot.slack.history import EVENT_TYPE
from bot.slack.messenger import Messenger
from bot.slack.outcomes import NETWORK, Outcome, Sent, Unsure, outcome_of
from bot.storage.base.cipher import Cipher, new_key
from bot.storage.database import Database
from bot.storage.transaction import Transaction
from content.libraries import Libraries
from content.models import Library

SPAWN = multiprocessing.get_context("forkserver")
SPAWN.set_forkserver_preload(["tests.benchmarks.worker"])
BLOCKS = (
    section("*Open the next joint call with a question.* It takes a minute, and it is the salesperson's call."),
    actions(button("Done", "prompt_done", "1", "primary"), button("Reflect", "prompt_reflect", "1")),
)


@dataclass(frozen=True, slots=True)
class Setup:
    """How a worker runs. `grace` must outlast `timeout`; `lease` is a worker's hold on a workspace (seconds).

    `quick_restart` is as for the engine; with `inf`, it trusts an outbox that was filled before anybody ever sent.
    `fenced`: False posts all that it claimed, however long ago: a control. `ahead`: how far its clocks are ahead.
    `in_step`: its heart beats on the machine's full seconds, at the same moment as the others'. It sets `reached` right
    before its post number `freeze_at`; without the fence it then freezes itself, so that this post is in its hands.
    """

    url: str
    slack: str
    concurrency: int = 50
    batch: int = 200
    rate: float | None = None
    burst: int = 10
    spacing: float = 0.0
    timeout: float = 15.0
    grace: float = 25.0
    lease: float = 30.0
    reconcile: bool = True
    retries: bool = False
    log: str = ""
    quick_restart: float = inf
    fenced: bool = True
    ahead: timedelta = timedelta(0)
    in_step: bool = False
    freeze_at: int = 0
    reached: Event | None = None

    @property
    def limits(self) -> EngineLimits:
        """The engine's numbers."""
        pace = Rate(self.rate, self.burst, self.spacing)
        asking = ReconcilerTuning(self.grace, self.grace, spacing=0.0, reconcile=self.reconcile)
        return EngineLimits(
            Tuning(self.concurrency, self.batch, pace), asking, self.lease, quick_restart=self.quick_restart
        )


class ManyClients:
    """One client per workspace over one shared session; the token names the workspace."""

    def __init__(self, slack: str, seconds: float, *, retries: bool) -> None:
        self._slack = slack
        self._timeout = aiohttp.ClientTimeout(total=seconds)
        self._retries = async_default_handlers() if retries else []
        self._session: aiohttp.ClientSession | None = None
        self._clients: dict[str, AsyncWebClient] = {}

    def known(self, workspace_id: str) -> AsyncWebClient | None:
        """The client of a workspace, where it has one."""
        return self._clients.get(workspace_id)

    async def of(self, workspace_id: str, *, newest: bool = False) -> AsyncWebClient:  # noqa: ARG002 - as `Gives` says
        """The client of a workspace."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=self._timeout, connector=aiohttp.TCPConnector(limit=0))
        if workspace_id not in self._clients:
            self._clients[workspace_id] = AsyncWebClient(
                f"xoxb-{workspace_id}", base_url=self._slack, session=self._session, retry_handlers=self._retries
            )
        return self._clients[workspace_id]

    async def close(self) -> None:
        """Close the session."""
        if self._session is not None:
            await self._session.close()


def compose(facts: Facts[Any], _library: Library) -> Message:
    """A message of the usual size, whose text names its slot."""
    delivery = facts.delivery
    slot = f"{delivery.subject or delivery.recipient} of {delivery.on}"
    return Message(f"A prompt for {slot}: open the next joint call with a question.", BLOCKS)


class Frozen(Messenger):
    """Posts as usual until it is frozen, and tells when that may be. Without the fence: a control."""

    def __init__(self, clients: ManyClients, setup: Setup) -> None:
        super().__init__(clients)
        self._setup = setup
        self._posts = 0

    async def post(self, delivery: Delivery, message: Message, may_leave: MayLeave) -> Outcome:
        """Post; without the fence, even if another worker may have posted by now."""
        self._posts += 1
        if self._posts == self._setup.freeze_at and self._setup.reached is not None:
            self._setup.reached.set()
            if not self._setup.fenced:
                os.kill(os.getpid(), signal.SIGSTOP)
        return await super().post(delivery, message, may_leave if self._setup.fenced else lambda: True)


class BySdk(Messenger):
    """Posts with the SDK's own client, which retries automatically: a control."""

    async def post(self, delivery: Delivery, message: Message, may_leave: MayLeave) -> Outcome:  # noqa: ARG002 - as above
        """Post as many times as the client's retry handlers want."""
        client = await self._clients.of(delivery.workspace_id)
        try:
            reply = await client.chat_postMessage(
                channel=delivery.recipient,
                text=message.text,
                blocks=list(message.blocks),
                metadata={"event_type": EVENT_TYPE, "event_payload": {"id": delivery.id}},
            )
        except SlackApiError as error:
            return outcome_of(error)
        except NETWORK as error:
            return Unsure(type(error).__name__)
        return Sent(str(reply["channel"]), str(reply["ts"]))


async def bare_facts(
    _memory: Transaction, _libraries: Libraries, batch: Sequence[Delivery], now: datetime
) -> dict[str, Facts[Any]]:
    """Facts that need no people in the database."""
    return {delivery.id: Facts(delivery, now) for delivery in batch}


async def work(setup: Setup) -> None:
    """Run until SIGTERM, then drain."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    database = Database(setup.url, Cipher([new_key()]))
    clients = ManyClients(setup.slack, setup.timeout, retries=setup.retries)
    words = MessageParts(Libraries(), {"load": Nudge("load", compose, timedelta(hours=12))}, bare_facts)
    is_plain = setup.fenced and not setup.freeze_at
    messenger = BySdk(clients) if setup.retries else Messenger(clients) if is_plain else Frozen(clients, setup)

    def now() -> datetime:
        return wall_clock() + setup.ahead

    engine = build_engine(database, messenger, words, clock=now, wall=now, limits=setup.limits)
    heartbeat = Heartbeat(engine.tick)
    if setup.in_step:
        await asyncio.sleep(-wall_clock().timestamp() % 1)
    heartbeat.start()
    engine.poke()
    look_seldom()  # as the real process does after its start
    await stopping.wait()
    await heartbeat.stop()
    await engine.drain(5)
    await clients.close()
    await database.close()


def main(setup: Setup) -> None:
    """The entry point of the process."""
    with Path(setup.log or os.devnull).open("a") as file, contextlib.redirect_stderr(file):
        log.configure("json", "WARNING")
        asyncio.run(work(setup))


def start(setup: Setup) -> multiprocessing.process.BaseProcess:
    """Start a worker, forked from a server that has imported everything, so that it takes milliseconds."""
    process = SPAWN.Process(target=main, args=(setup,), daemon=True)
    process.start()
    return process
