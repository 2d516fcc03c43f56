"""A workspace whose token has ended is sent nothing; what waits there goes out once a token works, if still useful."""

from datetime import timedelta

import pytest

from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.engine import Engine
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.slack.outcomes import Outcome, Refused, Unsure
from bot.storage.database import Database
from bot.storage.maintenance.housekeeping import tidy
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NOON, NUDGES, FakeSlack, all_of, bare_facts, daily, pending, plan, put
from tests.fakes import MovableClock

pytestmark = pytest.mark.usefixtures("quick_looks")

MANY = 300


def engine_over(database: Database, slack: FakeSlack, library: Library, clock: MovableClock) -> Engine:
    """An engine whose refusals stop the workspace, as `bot.services.after_delivery` does."""

    async def stop(delivery: Delivery, code: str) -> None:
        assert code == "token_revoked"
        await mark(database, stopped=True)

    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    return build_engine(database, slack, words, clock=clock, wall=clock, limits=AT_ONCE, on_refused=stop)


async def mark(database: Database, *, stopped: bool) -> None:
    async with database.transaction("T1") as transaction:
        await transaction.workspaces.mark_stopped(stopped)


def dead(delivery: Delivery, _times: int) -> Outcome | None:
    return Refused("token_revoked") if delivery.workspace_id == "T1" else None


async def test_what_is_under_way_meets_the_token_once_and_waits_with_the_rest(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack(answer=dead)
    engine = engine_over(database, slack, library, clock)
    await put(database, *(pending(number, "T1") for number in range(MANY)), pending(1, "T2"))
    await engine.beat()
    await engine.settled()
    became = await all_of(database, "T1")
    assert 1 <= len(slack.order) - 1 <= AT_ONCE.tuning.concurrency
    assert {one.status for one in became.values()} == {DeliveryStatus.PENDING}
    assert [one.status for one in (await all_of(database, "T2")).values()] == [DeliveryStatus.SENT]

    tried = len(slack.order)
    clock.move(hours=1)
    await engine.beat()
    assert len(slack.order) == tried
    assert await engine.next_due() is None

    slack.answer = lambda _delivery, _times: None
    await mark(database, stopped=False)
    await engine.beat()
    assert {one.status for one in (await all_of(database, "T1")).values()} == {DeliveryStatus.SENT}
    assert all(times == 1 for times in slack.arrived.values())
    await engine.drain(10)


async def test_what_follows_a_refusal_hears_its_word_at_the_length_at_which_it_is_kept(
    database: Database, library: Library, clock: MovableClock
) -> None:
    heard: list[str] = []

    async def on_refused(_delivery: Delivery, code: str) -> None:
        heard.append(code)

    slack = FakeSlack(answer=lambda _delivery, _times: Refused("x" * 300))
    words = MessageParts(Libraries(only=library), NUDGES, bare_facts)
    engine = build_engine(database, slack, words, clock=clock, wall=clock, limits=AT_ONCE, on_refused=on_refused)
    await put(database, pending(1, "T1"))
    await engine.beat()
    await engine.settled()
    assert heard == ["x" * 200]
    await engine.drain(10)


async def test_planning_goes_on_and_what_is_too_late_by_then_is_missed(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock)
    await plan(database, daily("T1", "U1"))
    await mark(database, stopped=True)
    for _ in range(3):
        await engine.beat()
        clock.move(days=1)
    assert not slack.order
    clock.now = NOON + timedelta(days=2, minutes=30)
    await mark(database, stopped=False)
    await engine.beat()
    assert [one.status for one in (await all_of(database)).values()] == [
        DeliveryStatus.MISSED,
        DeliveryStatus.MISSED,
        DeliveryStatus.SENT,
    ]


async def test_what_is_in_doubt_there_is_asked_about_when_it_can_be(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack(answer=lambda _delivery, times: Unsure("reset") if times == 1 else None)
    engine = engine_over(database, slack, library, clock)
    await put(database, pending(1))
    async with database.delivery_store() as delivery_store:
        await delivery_store.claim("T1", "a dead worker", due=NOON, at=NOON, limit=9)
    await mark(database, stopped=True)
    await engine.beat()
    await engine.settled()
    assert not slack.asked
    await mark(database, stopped=False)
    await engine.beat()
    await engine.settled()
    assert slack.asked["UT1-1"] >= 1
    assert slack.arrived == {"T1-1": 1}


async def test_what_waited_for_two_weeks_is_given_up(database: Database) -> None:
    await put(database, pending(1), pending(2, due_at=NOON + timedelta(days=2)), pending(1, "T2"))
    await mark(database, stopped=True)
    await tidy(database, NOON + timedelta(days=13))
    assert {one.status for one in (await all_of(database)).values()} == {DeliveryStatus.PENDING}
    await tidy(database, NOON + timedelta(days=15))
    became = await all_of(database)
    assert {one.id: one.status for one in became.values()} == {
        "T1-1": DeliveryStatus.MISSED,
        "T1-2": DeliveryStatus.PENDING,
        "T2-1": DeliveryStatus.MISSED,
    }
