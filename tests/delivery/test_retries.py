"""What Slack refuses with a word that is new to us is tried a few times, that message alone, and is final then."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.retries import TRIES
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.slack.outcomes import NotNow, Outcome, Unknown
from bot.storage.database import Database
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NUDGES, FakeSlack, all_of, bare_facts, engine_over, pending, put, statuses
from tests.fakes import MovableClock

NEW = "a_word_of_2027"


@pytest.fixture
def delays(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Timers of the delays that we know go off at once, and are counted here."""
    loop_type, asked = asyncio.BaseEventLoop, list[float]()
    later = loop_type.call_later

    def call_later(self: Any, delay: float, callback: Callable[..., object], *args: Any, **options: Any) -> Any:
        if delay not in TRIES:
            return later(self, delay, callback, *args, **options)
        asked.append(delay)
        return later(self, 0.0, callback, *args, **options)

    monkeypatch.setattr(loop_type, "call_later", call_later)
    return asked


def refuses(times: int) -> Callable[[Delivery, int], Outcome | None]:
    """Slack, that refuses the first posts of T1-1."""
    return lambda delivery, time: Unknown(NEW) if delivery.id == "T1-1" and time <= times else None


async def test_it_is_tried_again_while_the_others_leave(
    database: Database, library: Library, clock: MovableClock, delays: list[float]
) -> None:
    slack = FakeSlack(answer=refuses(2))
    await put(database, *(pending(number) for number in range(3)))

    await engine_over(database, slack, library, clock).beat()

    assert await statuses(database) == {DeliveryStatus.SENT: 3}
    assert delays == [30.0, 60.0]
    assert slack.order[-1].id == "T1-1"


async def test_what_was_tried_often_enough_is_refused_and_told(
    database: Database, library: Library, clock: MovableClock, delays: list[float]
) -> None:
    told: list[str] = []

    async def on_refused(_delivery: Delivery, code: str) -> None:
        told.append(code)

    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(
        database, FakeSlack(answer=refuses(9)), words, clock=clock, wall=clock, limits=AT_ONCE, on_refused=on_refused
    )
    await put(database, pending(1))
    await engine.beat()
    await engine.drain()

    became = (await all_of(database))["T1-1"]
    assert (became.status, became.reason, told) == (DeliveryStatus.REFUSED, NEW, [NEW])
    assert delays == list(TRIES)


async def test_who_stops_puts_back_what_waits_for_its_next_try(
    database: Database, library: Library, clock: MovableClock
) -> None:
    refused = asyncio.Event()

    def answer(_delivery: Delivery, _times: int) -> Outcome:
        refused.set()
        return Unknown(NEW)

    engine = engine_over(database, FakeSlack(answer=answer), library, clock)
    await put(database, pending(1))
    engine.poke()
    await refused.wait()
    await engine.drain()

    assert await statuses(database) == {DeliveryStatus.PENDING: 1}


async def test_what_passes_for_a_workspace_makes_it_wait_and_loses_nothing(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack(answer=lambda _, times: NotNow("team_added_to_org", 0.01) if times == 1 else None)
    await put(database, *(pending(number) for number in range(3)))

    await engine_over(database, slack, library, clock).beat()

    assert await statuses(database) == {DeliveryStatus.SENT: 3}
    assert set(slack.arrived.values()) == {1}
