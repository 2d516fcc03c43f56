"""A message that Slack refuses with a code new to us is retried a few times, it alone, and is then final."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot.blocks.block_kit import Message
from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.fair_queue import Post
from bot.delivery.leases import Lease
from bot.delivery.retries import TRIES, Retries
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.nudges.nudge import Facts
from bot.slack.outcomes import NotNow, Outcome, Unknown
from bot.storage.database import Database
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import (
    AT_ONCE,
    NOON,
    NUDGES,
    FakeSlack,
    all_of,
    bare_facts,
    engine_over,
    pending,
    put,
    statuses,
)
from tests.fakes import MovableClock

NEW = "a_word_of_2027"


@pytest.fixture
def delays(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Timers of our known delays fire at once, and are counted here."""
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
    """A Slack that refuses the first posts of T1-1."""
    return lambda delivery, time: Unknown(NEW) if delivery.id == "T1-1" and time <= times else None


def post(number: int, workspace_id: str = "T1", tries: int = 0) -> Post:
    delivery = pending(number, workspace_id)
    return Post(delivery, Message("hello", ()), Facts(delivery, NOON), Lease(), tries)


async def test_each_waits_its_time_and_is_then_tried_once_more(delays: list[float]) -> None:
    again = asyncio.Queue[Post]()
    retries = Retries(again.put_nowait)
    kept = [retries.keep(post(tries, tries=tries), NEW) for tries in range(4)]
    assert (kept, delays) == ([True, True, True, False], [30.0, 60.0, 120.0])
    tried = [await again.get() for _ in range(3)]
    assert [(each.delivery.id, each.tries) for each in tried] == [("T1-0", 1), ("T1-1", 2), ("T1-2", 3)]
    assert retries.drop("T1") == []


async def test_what_is_taken_back_is_tried_no_more_and_the_others_are(delays: list[float]) -> None:
    again, problems = asyncio.Queue[Post](), list[dict[str, Any]]()
    asyncio.get_running_loop().set_exception_handler(lambda _loop, problem: problems.append(problem))
    retries = Retries(again.put_nowait)
    for number, workspace_id in enumerate(("T1", "T2", "T1")):
        assert retries.keep(post(number, workspace_id), NEW)
    assert [each.delivery.id for each in retries.drop("T1")] == ["T1-0", "T1-2"]
    assert retries.drop("T1") == []
    assert (await again.get()).delivery.id == "T2-1"
    assert (again.empty(), problems) == (True, [])
    assert delays == [30.0] * 3


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
    await engine.drain(10)

    became = (await all_of(database))["T1-1"]
    assert (became.status, became.reason, told) == (DeliveryStatus.REFUSED, NEW, [NEW])
    assert delays == [30.0, 60.0, 120.0]


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
    await engine.drain(10)

    assert await statuses(database) == {DeliveryStatus.PENDING: 1}


async def test_what_passes_for_a_workspace_makes_it_wait_and_loses_nothing(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack(answer=lambda _, times: NotNow("team_added_to_org", 0.01) if times == 1 else None)
    await put(database, *(pending(number) for number in range(3)))

    await engine_over(database, slack, library, clock).beat()

    assert await statuses(database) == {DeliveryStatus.SENT: 3}
    assert set(slack.arrived.values()) == {1}
