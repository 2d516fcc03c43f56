"""What a process's engine is built from, and what it reports."""

import time
from collections.abc import Sequence
from typing import Any

import pytest

from bot.delivery.build import build_engine, steady_clock
from bot.delivery.claims import MessageParts
from bot.domain.deliveries import Delivery
from bot.metrics import Metrics
from bot.nudges.nudge import Facts
from bot.storage.database import Database
from bot.storage.outbox.sender_lock import SenderLock
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NUDGES, FakeSlack, bare_facts, daily, engine_over, plan
from tests.fakes import MovableClock


def test_the_steady_clock_counts_while_the_machine_sleeps_where_the_system_offers_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "CLOCK_BOOTTIME", 7, raising=False)
    monkeypatch.setattr(time, "clock_gettime", {7: 77.0}.get)
    monkeypatch.setattr(time, "monotonic", lambda: 33.0)
    assert steady_clock() == 77.0

    monkeypatch.delattr(time, "CLOCK_BOOTTIME")
    assert steady_clock() == 33.0


async def test_each_message_is_planned_counted_and_followed_up(
    database: Database, library: Library, clock: MovableClock
) -> None:
    metrics, followed = Metrics(), list[str]()

    async def follow(sent: Sequence[tuple[Delivery, Facts[Any]]]) -> None:
        followed.extend(delivery.recipient for delivery, _ in sent)

    engine = build_engine(
        database, FakeSlack(), MessageParts(Libraries(only=library), NUDGES, bare_facts),
        clock=clock, wall=clock, limits=AT_ONCE, metrics=metrics, after_delivery=follow,
    )  # fmt: skip
    await plan(database, daily("T1", "U1"))

    await engine.beat()
    await engine.drain(10)

    assert metrics.registry.get_sample_value("second_chair_deliveries_total", {"status": "sent"}) == 1.0
    assert followed == ["U1"]


async def test_another_process_may_send_from_the_file_once_the_database_is_closed(
    database: Database, library: Library, clock: MovableClock
) -> None:
    engine, another = engine_over(database, FakeSlack(), library, clock), SenderLock(database.file)

    await engine.beat()
    await engine.settled()
    assert another.acquire() is database.is_shared

    await database.close()
    assert another.acquire()
    another.release()
