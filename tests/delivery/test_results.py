"""When results are written, and what follows them, without a database."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from bot.delivery.in_flight import InFlight
from bot.delivery.results import PendingResult, ResultWriter
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.metrics import Metrics
from bot.nudges.nudge import Facts
from bot.storage.outbox.results import Ended, Result
from tests.delivery.fakes import NOON, pending
from tests.delivery.memory import InMemory


class Writer:
    """A writer over a database in memory, and what it announced."""

    def __init__(self, database: InMemory | None = None, **options: Any) -> None:
        self.database = database or InMemory()
        self.in_flight, self.metrics = InFlight(), Metrics()
        self.told: list[tuple[str, object]] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        over: Any = self.database
        self.results = ResultWriter(
            over, self.in_flight, "me", self.metrics,
            after_delivery=self._after_delivery, on_refused=self._on_refused, **options,
        )  # fmt: skip
        self.results.when_written(self._written)

    async def _after_delivery(self, sent: Sequence[tuple[Delivery, Facts[Any]]]) -> None:
        self.told.append(("sent", [(delivery, facts.sent_today) for delivery, facts in sent]))
        await self.goes_on.wait()
        raise RuntimeError("what follows failed, which stops nothing")

    async def _on_refused(self, delivery: Delivery, code: str) -> None:
        self.told.append(("refused", (delivery, code)))
        raise RuntimeError("acting on it failed, which stops nothing")

    def _written(self, deliveries: Sequence[Delivery]) -> None:
        self.told.append(("written", [delivery.id for delivery in deliveries]))

    def counted(self, status: DeliveryStatus) -> float | None:
        """How many ended with this status, as an operator sees it."""
        return self.metrics.registry.get_sample_value("second_chair_deliveries_total", {"status": status.value})


DELIVERY = replace(pending(1), attempts=3, looked_up_at=NOON)
FACTS: Facts[Any] = Facts(DELIVERY, NOON, sent_today=7)
SENT = Result(
    "T1", "T1-1", DeliveryStatus.SENT, "r", "D1", ts="1.1", content_id="p1", sent_at=NOON, why="fresh",
)  # fmt: skip
AS_SENT = replace(
    DELIVERY, status=DeliveryStatus.SENT, reason="r", channel_id="D1", ts="1.1", content_id="p1", sent_at=NOON,
    why="fresh", looked_up_at=None,
)  # fmt: skip
REFUSED = Result("T1", "T1-1", DeliveryStatus.REFUSED, "is_archived")


async def test_what_was_sent_is_written_counted_and_followed_up() -> None:
    writer = Writer(linger=0.0)
    writer.in_flight.add([DELIVERY])
    writer.results.add(PendingResult(DELIVERY, SENT, FACTS))
    assert writer.results.backlog == 1
    await writer.results.settled()
    assert writer.database.recorded == [("me", [SENT], [])]
    assert writer.told == [("written", ["T1-1"]), ("sent", [(AS_SENT, 7)])]
    assert not writer.in_flight
    assert writer.counted(DeliveryStatus.SENT) == 1.0
    assert writer.results.backlog == 0


@pytest.mark.parametrize(
    ("record", "told"),
    [
        pytest.param(PendingResult(DELIVERY, REFUSED, FACTS, "is_archived"), True, id="by Slack"),
        pytest.param(PendingResult(DELIVERY, REFUSED, FACTS), False, id="because of a fault of ours"),
    ],
)
async def test_a_refusal_of_slacks_is_told(record: PendingResult, told: bool) -> None:
    writer = Writer(linger=0.0)
    writer.results.add(record)
    await writer.results.settled()
    assert writer.database.recorded == [("me", [], [Ended(REFUSED, 3)])]
    refused = replace(DELIVERY, status=DeliveryStatus.REFUSED, reason="is_archived", looked_up_at=None)
    assert writer.told[1:] == ([("refused", (refused, "is_archived"))] if told else [])
    assert writer.counted(DeliveryStatus.REFUSED) == 1.0


async def test_what_waits_or_moves_is_written_with_when_and_where_to() -> None:
    writer, result = Writer(linger=0.0), Result("T1", "T1-1", DeliveryStatus.PENDING)
    then = pending(9)
    writer.results.add(PendingResult(DELIVERY, result, then=then, waits_until=NOON))
    await writer.results.settled()
    assert writer.database.recorded == [("me", [], [Ended(result, 3, then, NOON)])]


async def test_what_was_found_in_slack_is_followed_up_too(delays: list[float]) -> None:
    writer = Writer(linger=0.03)
    writer.results.add(PendingResult(DELIVERY, SENT, FACTS))
    writer.results.add(PendingResult(DELIVERY, SENT))  # for something that was not composed here
    writer.results.follow([(pending(2), replace(FACTS, sent_today=8))])
    await writer.results.settled()
    assert [told for told in writer.told if told[0] == "sent"] == [
        ("sent", [(pending(2), 8)]),
        ("sent", [(AS_SENT, 7)]),
    ]
    assert delays == [0.03]


async def test_what_comes_while_another_lingers_is_written_with_it(delays: list[float]) -> None:
    writer = Writer(linger=7.0)
    for number in range(3):
        writer.results.add(PendingResult(pending(number), replace(SENT, id=f"T1-{number}")))
    await writer.results.settled()
    assert [len(sent) for _, sent, _ in writer.database.recorded] == [3]
    assert writer.told[0] == ("written", ["T1-0", "T1-1", "T1-2"])
    assert delays == [7.0]


async def test_it_tries_until_the_database_takes_it_and_answers_for_it_until_then(delays: list[float]) -> None:
    writer = Writer(linger=0.0)
    writer.database.fails = [ConnectionError("nobody listens") for _ in range(8)]
    writer.in_flight.add([DELIVERY])
    writer.results.add(PendingResult(DELIVERY, SENT))
    writer.results.add(PendingResult(replace(DELIVERY, id="T1-2"), replace(SENT, id="T1-2")))
    while writer.database.fails:
        assert "T1-1" in writer.in_flight
        await asyncio.sleep(0)
    await writer.results.settled()
    assert delays == [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 10.0, 10.0]
    assert writer.database.recorded == [("me", [SENT, replace(SENT, id="T1-2")], [])]


class Gated(InMemory):
    """Takes nothing before its gate is open."""

    def __init__(self) -> None:
        super().__init__()
        self.gate, self.came = asyncio.Event(), asyncio.Event()

    @asynccontextmanager
    async def delivery_store(self) -> AsyncIterator[Any]:
        async with super().delivery_store() as store:
            self.came.set()
            await self.gate.wait()
            yield store


async def test_one_commit_is_under_way_at_a_time_and_the_next_takes_all_that_came_meanwhile() -> None:
    database = Gated()
    writer = Writer(database, linger=0.0)
    writer.results.add(PendingResult(pending(0), replace(SENT, id="T1-0")))
    await database.came.wait()
    for number in (1, 2):
        writer.results.add(PendingResult(pending(number), replace(SENT, id=f"T1-{number}")))
    for _ in range(3):
        await asyncio.sleep(0)
    assert (database.opened, writer.results.backlog) == (1, 2)
    database.gate.set()
    await writer.results.settled()
    assert [[result.id for result in sent] for _, sent, _ in database.recorded] == [["T1-0"], ["T1-1", "T1-2"]]
    writer.results.add(PendingResult(pending(3), replace(SENT, id="T1-3")))
    await writer.results.settled()
    assert len(database.recorded) == 3


async def test_what_is_written_while_a_follow_up_takes_long_is_followed_up_behind_it() -> None:
    writer = Writer(linger=0.0)
    writer.goes_on.clear()
    for number in range(3):
        delivery = pending(number)
        writer.in_flight.add([delivery])
        writer.results.add(PendingResult(delivery, replace(SENT, id=delivery.id), FACTS))
        while writer.in_flight:
            await asyncio.sleep(0)
            assert len(writer.database.recorded) <= number + 1
    for number in (8, 9):
        writer.results.follow([(pending(number), FACTS)])
    await asyncio.sleep(0)
    assert writer.results.backlog == 2
    writer.goes_on.set()
    await writer.results.settled()
    sent: list[Any] = [told for name, told in writer.told if name == "sent"]
    assert [[delivery.id for delivery, _ in batch] for batch in sent] == [["T1-0"], ["T1-8", "T1-9", "T1-1", "T1-2"]]
    assert writer.results.backlog == 0


async def test_a_writer_that_nobody_listens_to_writes_all_the_same() -> None:
    database = InMemory()
    over: Any = database
    results = ResultWriter(over, InFlight(), "me", Metrics(), linger=0.0)
    results.add(PendingResult(DELIVERY, SENT, FACTS))
    await results.settled()
    assert database.recorded == [("me", [SENT], [])]
