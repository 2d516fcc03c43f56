"""Joins the parts of the delivery engine."""

import time
from dataclasses import dataclass, field
from typing import Protocol
from uuid import uuid4

from bot.clock import Clock, wall_clock
from bot.delivery.claims import Batches, Words
from bot.delivery.engine import Engine
from bot.delivery.leases import Alone, Leases, Steady
from bot.delivery.planner import Planner
from bot.delivery.reconciler import Asking, Doubts, Finder
from bot.delivery.results import LINGER, Aftermath, OnRefused, Records, nothing
from bot.delivery.sender import Poster, Sender, Tuning
from bot.metrics import Metrics
from bot.storage.database import Database
from bot.storage.outbox.single_sender import Solo


class PostsAndFinds(Poster, Finder, Protocol):
    """Slack, as the engine sees it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """All the engine's numbers. `lease`: seconds that a workspace stays a worker's without being renewed; `linger`:
    seconds that a result waits to be written together with others.
    """

    tuning: Tuning = field(default_factory=Tuning)
    asking: Asking = field(default_factory=Asking)
    lease: float = 30.0
    linger: float = LINGER


def steady_clock() -> float:
    """Seconds that never jump; they go on while the machine sleeps, where the system can tell."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)  # Linux; elsewhere the monotonic clock has to do
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


def build_engine(
    database: Database,
    slack: PostsAndFinds,
    words: Words,
    *,
    clock: Clock = wall_clock,
    wall: Clock = wall_clock,
    steady: Steady = steady_clock,
    limits: Limits = Limits(),
    metrics: Metrics | None = None,
    aftermath: Aftermath = nothing,
    on_refused: OnRefused = nothing,
) -> Engine:
    """The engine of this process. `clock` is the product's and may be moved by weeks; whatever guards against a
    double (fences, leases, grace, pace) runs on `steady` and on the database's own time, and `wall` is what Slack's
    time stamps are compared with.
    """
    metrics = metrics or Metrics()
    owner = uuid4().hex
    share = Leases(database, owner, steady, limits.lease) if database.is_shared else Alone(owner, Solo(database.file))
    records = Records(database, owner, metrics, aftermath=aftermath, on_refused=on_refused, linger=limits.linger)
    batches = Batches(database, records, words, clock, wall)
    sender = Sender(slack, batches, records, share, limits.tuning, metrics, clock=clock, steady=steady)
    doubts = Doubts(database, slack, limits.asking, metrics, batches.found, clock=clock, steady=steady)
    planner = Planner(database, words.nudges)
    return Engine(database, planner, sender, doubts, share, metrics, clock=clock, steady=steady)
