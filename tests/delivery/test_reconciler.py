"""What Slack's answers lead to: refused, sent again, or looked up before anything is sent again."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.nudges.nudge import Facts
from bot.slack.outcomes import NotMade, Outcome, Refused, Unsure, Wait
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


async def test_a_refusal_is_final_and_told_to_the_person_who_acts_on_it(
    database: Database, library: Library, clock: MovableClock
) -> None:
    told: list[tuple[str, str]] = []

    async def on_refused(delivery: Delivery, code: str) -> None:
        told.append((delivery.id, code))
        raise RuntimeError("acting on it failed, which stops nothing")

    slack = FakeSlack(answer=lambda delivery, _: Refused("is_archived") if delivery.id == "T1-1" else None)
    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(database, slack, words, clock=clock, wall=clock, limits=AT_ONCE, on_refused=on_refused)
    await put(database, pending(1), pending(2))

    await engine.beat()
    await engine.beat()
    await engine.drain(10)

    assert told == [("T1-1", "is_archived")]
    assert (await all_of(database))["T1-1"].reason == "is_archived"
    assert slack.arrived == {"T1-2": 1}


@pytest.mark.parametrize("answer", [Wait(0.01), NotMade("ClientConnectorError")])
async def test_what_surely_did_not_arrive_is_sent_again(
    database: Database, library: Library, clock: MovableClock, answer: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.outcomes.NETWORK_PAUSE", 0.01)
    slack = FakeSlack(answer=lambda _, times: answer if times == 1 else None)
    engine = engine_over(database, slack, library, clock)
    await put(database, pending(1))

    await engine.beat()

    assert slack.arrived == {"T1-1": 1}
    assert await statuses(database) == {DeliveryStatus.SENT: 1}


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_lost_reply_is_looked_up_before_anything_is_sent_again(
    database: Database, library: Library, clock: MovableClock, arrived: bool
) -> None:
    slack = FakeSlack(answer=lambda _, times: Unsure("TimeoutError") if times == 1 else None)
    engine = engine_over(database, slack, library, clock)
    await put(database, pending(1))
    if not arrived:
        slack.arrived["T1-1"] = -1  # it never arrived

    await engine.beat()
    await engine.settled()

    assert slack.asked == {"UT1-1": 1}
    assert slack.arrived["T1-1"] == 1
    assert (await all_of(database))["T1-1"].ts == ("found" if arrived else "2")
    await engine.drain(10)


async def test_what_cannot_be_found_out_is_unconfirmed_and_never_sent_again(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack(answer=lambda *_: Unsure("HTTP 500"), can_ask=False)
    engine = engine_over(database, slack, library, clock)
    await put(database, pending(1))

    await engine.beat()
    await engine.settled()

    became = (await all_of(database))["T1-1"]
    assert (became.status, became.reason) == (DeliveryStatus.UNCONFIRMED, "missing_scope")
    assert slack.arrived == {"T1-1": 1}
    await engine.drain(10)


async def test_what_a_dead_process_was_sending_is_looked_up(
    database: Database, library: Library, clock: MovableClock
) -> None:
    async with database.delivery_store() as delivery_store:
        await delivery_store.move_on([], [], [pending(1), pending(2)])
        await delivery_store.claim("T1", "the dead one", due=NOON, at=NOON, limit=10)
    slack = FakeSlack()
    slack.arrived["T1-1"] = 1

    engine = engine_over(database, slack, library, clock)
    await engine.beat()
    await engine.settled()

    assert slack.arrived == {"T1-1": 1, "T1-2": 1}
    assert [one.id for one in slack.order] == ["T1-2"]
    await engine.drain(10)


async def test_what_follows_a_message_follows_one_that_was_found_too(
    database: Database, library: Library, clock: MovableClock
) -> None:
    followed: list[Delivery] = []

    async def after_delivery(sent: Sequence[tuple[Delivery, Facts[Any]]]) -> None:
        followed.extend(delivery for delivery, _ in sent)

    slack = FakeSlack(answer=lambda *_: Unsure("TimeoutError"))
    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(
        database, slack, words, clock=clock, wall=clock, limits=AT_ONCE, after_delivery=after_delivery
    )
    await put(database, pending(1))

    await engine.beat()
    await engine.settled()
    await engine.drain(10)

    assert [(one.id, one.status, one.ts) for one in followed] == [("T1-1", DeliveryStatus.SENT, "found")]
