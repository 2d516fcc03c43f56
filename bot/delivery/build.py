"""Joins the parts of the delivery engine."""

import time
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

from bot.clock import Clock, wall_clock
from bot.delivery.claims import Claims, MessageParts
from bot.delivery.commit_loss import CommitLossDetector
from bot.delivery.engine import Engine
from bot.delivery.in_flight import InFlight
from bot.delivery.leases import SharedLeases, SingleSender, Steady
from bot.delivery.outcomes import Poster
from bot.delivery.planner import Planner
from bot.delivery.reconciler import Finder, Reconciler, ReconcilerTuning
from bot.delivery.results import AfterDelivered, OnRefused, ResultWriter, nothing
from bot.delivery.sender import Sender, Tuning
from bot.metrics import Metrics
from bot.storage.database import Database
from bot.storage.outbox.sender_lock import SenderLock
from bot.storage.outbox.witness import ClaimWitness


class SlackGateway(Poster, Finder, Protocol):
    """Slack, as the engine sees it."""


@dataclass(frozen=True, slots=True)
class EngineLimits:
    """The numbers that the engine works with. `lease`: how many seconds a worker keeps a workspace without renewing it;
    `linger`: how many seconds a result waits so that several can be written together. `quick_restart`: as for
    `CommitLossDetector`.
    """

    tuning: Tuning = field(default_factory=Tuning)
    asking: ReconcilerTuning = field(default_factory=ReconcilerTuning)
    lease: float = 30.0
    linger: float = 0.03
    quick_restart: float = 30.0


def steady_clock() -> float:
    """Seconds of a clock that never jumps. It keeps counting while the machine sleeps, if the system offers that."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the monotonic clock must do
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


def build_engine(
    database: Database,
    slack: SlackGateway,
    words: MessageParts,
    *,
    clock: Clock = wall_clock,
    wall: Clock = wall_clock,
    steady: Steady = steady_clock,
    limits: EngineLimits = EngineLimits(),
    metrics: Metrics | None = None,
    after_delivery: AfterDelivered = nothing,
    on_refused: OnRefused = nothing,
) -> Engine:
    """The engine of this process. `clock` is the product's, and the demo moves it by weeks. Everything that prevents a
    message from being sent twice (fences, leases, grace, pace) runs on `steady` and on the database's own time. `wall`
    is compared with Slack's time stamps.
    """
    metrics = metrics or Metrics()
    owner = uuid4().hex
    lock = SenderLock(database.file)
    database.closing.callback(lock.release)
    leases = SharedLeases(database, owner, steady, limits.lease) if database.is_shared else SingleSender(owner, lock)
    in_flight = InFlight()
    results = ResultWriter(
        database, in_flight, owner, metrics, after_delivery=after_delivery, on_refused=on_refused, linger=limits.linger
    )
    commit_loss = CommitLossDetector(
        database, ClaimWitness(database.file), clock=clock, wall=wall, steady=steady, quick_restart=limits.quick_restart
    )
    claims = Claims(database, in_flight, results, words, commit_loss, clock=clock, wall=wall)
    sender = Sender(
        slack, in_flight, claims, results, leases, limits.tuning, metrics=metrics, clock=clock, steady=steady
    )
    reconciler = Reconciler(
        database, slack, in_flight, limits.asking, metrics, on_found=claims.sent_after_all, clock=clock, steady=steady
    )
    planner = Planner(database, words.nudges)
    return Engine(
        database, planner, sender, reconciler, leases, metrics, commit_loss=commit_loss, clock=clock, steady=steady
    )
