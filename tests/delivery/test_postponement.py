"""What a day has no room for comes on the next working day: once, whatever dies, and not postponed for ever."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.blocks.block_kit import Message
from bot.delivery.build import build_engine
from bot.delivery.claims import MessageParts
from bot.delivery.engine import Engine
from bot.delivery.postponement import moved
from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.domain.people.people import Person, PersonStatus
from bot.domain.time.schedule import Pause
from bot.nudges import QUARTERLY_LETTER
from bot.nudges.nudge import Facts, Nudge
from bot.services.facts import load_facts
from bot.storage.database import Database
from bot.storage.outbox.results import Ended, Result
from bot.storage.transaction import Transaction
from content.libraries import Libraries
from content.models import Library
from tests.delivery.fakes import AT_ONCE, NOON, TODAY, FakeSlack, all_of, put
from tests.fakes import MovableClock

LETTER: Nudge[object] = Nudge(
    "letter", lambda _facts, _library: Message("A letter", ()), timedelta(days=3), counts_towards_budget=True, moves=2
)
LEADER = Person("T1", "U1", status=PersonStatus.ACTIVE, is_leader=True)
FIRST = Delivery("first", "T1", "U1", "letter", "a quarter", on=TODAY, due_at=NOON)
DAY = timedelta(days=1)


def engine_over(database: Database, slack: FakeSlack, library: Library, clock: MovableClock, full: set[date]) -> Engine:
    """An engine whose recipients already got two nudges on the days in `full`."""

    async def load(
        transaction: Transaction, _libraries: Libraries, batch: Sequence[Delivery], now: datetime
    ) -> dict[str, Facts[Any]]:
        found: dict[str, Facts[Any]] = {}
        for one in batch:
            before = await transaction.outbox.of(one.recipient, [one.nudge], status=DeliveryStatus.WITHHELD)
            sent_today = 2 if one.on in full else 1
            found[one.id] = Facts(one, now, LEADER, sent_today=sent_today, held_back=len(before))
        return found

    words = MessageParts(Libraries(only=library), {"letter": LETTER}, load)
    return build_engine(database, slack, words, clock=clock, wall=clock, limits=AT_ONCE)


async def rows(database: Database) -> list[tuple[date, DeliveryStatus, str]]:
    return [
        (one.on, one.status, one.reason or f"moved from {one.moved_from}") for one in (await all_of(database)).values()
    ]


async def test_it_comes_once_on_the_next_day_and_is_planned_until_then(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock, {TODAY})
    await put(database, FIRST)

    await engine.beat()
    await engine.beat()
    assert await rows(database) == [
        (TODAY, DeliveryStatus.WITHHELD, "over the budget, moved to 2026-11-24"),
        (TODAY + DAY, DeliveryStatus.PENDING, "moved from 2026-11-23"),
    ]
    assert await engine.next_due() == NOON + DAY
    assert not slack.arrived

    clock.now = NOON + DAY
    await engine.beat()
    assert [status for _, status, _ in await rows(database)] == [DeliveryStatus.WITHHELD, DeliveryStatus.SENT]
    assert [(one.recipient, one.subject) for one in slack.order] == [("U1", "a quarter")]


async def test_it_is_given_up_after_so_many_days_and_says_so(
    database: Database, library: Library, clock: MovableClock
) -> None:
    slack = FakeSlack()
    engine = engine_over(database, slack, library, clock, {TODAY + number * DAY for number in range(30)})
    await put(database, FIRST)
    for number in range(30):
        clock.now = NOON + number * DAY
        await engine.beat()
    assert await rows(database) == [
        (TODAY, DeliveryStatus.WITHHELD, "over the budget, moved to 2026-11-24"),
        (TODAY + DAY, DeliveryStatus.WITHHELD, "over the budget, moved to 2026-11-25"),
        (TODAY + 2 * DAY, DeliveryStatus.WITHHELD, "over the budget, given up after 3 days"),
    ]
    assert not slack.arrived
    assert await engine.next_due() is None


async def test_it_is_counted_by_what_it_is_about(database: Database, library: Library) -> None:
    letter = replace(FIRST, nudge=QUARTERLY_LETTER, subject="2026-07-01 2026-09-30")
    about = [(letter.subject, 1), (letter.subject, 2), ("2026-04-01 2026-06-30", 3)]
    held = [
        replace(letter, id=f"{ago}", subject=subject, on=TODAY - ago * DAY, status=DeliveryStatus.WITHHELD)
        for subject, ago in about
    ]
    await put(database, *held)
    async with database.transaction("T1") as transaction:
        await transaction.people.save(LEADER)
        found = await load_facts(transaction, Libraries(only=library), [letter], NOON)
    assert found["first"].held_back == 2


HELD = Result("T1", "first", DeliveryStatus.WITHHELD, "over the budget, moved to 2026-11-24")
LATER = replace(FIRST, id="later", on=TODAY + DAY, due_at=NOON + DAY)


async def claimed(database: Database, owner: str = "me") -> None:
    await put(database, FIRST)
    async with database.delivery_store() as delivery_store:
        await delivery_store.claim("T1", owner, due=NOON, at=NOON, limit=9)


async def test_a_death_before_the_commit_leaves_it_as_it_was_and_the_next_worker_moves_it_once(
    database: Database, library: Library, clock: MovableClock
) -> None:
    """Ending the one and creating the other is one transaction: there is no moment between them."""
    await claimed(database)
    with suppress(ConnectionError):
        async with database.delivery_store() as delivery_store:
            await delivery_store.record("me", [], [Ended(HELD, 1, LATER)])
            raise ConnectionError("the process dies here")
    assert [(one.id, one.status) for one in (await all_of(database)).values()] == [("first", DeliveryStatus.SENDING)]

    engine = engine_over(database, FakeSlack(), library, clock, {TODAY})
    await engine.beat()
    await engine.settled()
    assert [(on, status) for on, status, _ in await rows(database)] == [
        (TODAY, DeliveryStatus.WITHHELD),
        (TODAY + DAY, DeliveryStatus.PENDING),
    ]


async def test_a_commit_whose_answer_was_lost_is_written_again_and_changes_nothing(database: Database) -> None:
    await claimed(database)
    for later in (LATER, replace(LATER, id="again")):
        async with database.delivery_store() as delivery_store:
            await delivery_store.record("me", [], [Ended(HELD, 1, later)])
    found = await all_of(database)
    assert {one.id: one.status for one in found.values()} == {
        "first": DeliveryStatus.WITHHELD,
        "later": DeliveryStatus.PENDING,
    }


async def test_what_another_worker_took_over_is_not_moved(database: Database) -> None:
    await claimed(database, "another")
    async with database.delivery_store() as delivery_store:
        await delivery_store.record("me", [], [Ended(HELD, 1, LATER)])
    assert [(one.id, one.status) for one in (await all_of(database)).values()] == [("first", DeliveryStatus.SENDING)]


async def test_a_slot_that_is_taken_already_is_left_alone(database: Database) -> None:
    await claimed(database)
    there = replace(LATER, id="there", status=DeliveryStatus.SENT)
    await put(database, there)
    async with database.delivery_store() as delivery_store:
        await delivery_store.record("me", [], [Ended(HELD, 1, LATER)])
    assert {one.id: one.status for one in (await all_of(database)).values()} == {
        "first": DeliveryStatus.WITHHELD,
        "there": DeliveryStatus.SENT,
    }


async def test_ordinary_results_take_one_statement_as_before(database: Database) -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", count)
    async with database.delivery_store() as delivery_store:
        await delivery_store.record("me", [Result("T1", f"d{number}", DeliveryStatus.SENT) for number in range(50)])
    event.remove(database.engine.sync_engine, "before_cursor_execute", count)
    assert [statement.split()[0] for statement in asked] == ["UPDATE"]


@pytest.mark.parametrize(
    ("changes", "due"),
    [
        pytest.param({}, datetime(2026, 11, 24, 12, tzinfo=UTC), id="the next working day"),
        pytest.param(
            {"checkin_day": 1}, datetime(2026, 11, 26, 12, tzinfo=UTC), id="not on the check-in's or its reminder's"
        ),
        pytest.param(
            {"checkin_day": 1, "is_leader": False}, datetime(2026, 11, 24, 12, tzinfo=UTC), id="who leads nobody"
        ),
        pytest.param({"country": "US", "checkin_day": 2}, datetime(2026, 11, 24, 12, tzinfo=UTC), id="a country"),
        pytest.param(
            {"working_days": frozenset({3, 4, 0}), "is_leader": False, "country": "US"},
            datetime(2026, 11, 27, 12, tzinfo=UTC),
            id="after a holiday",
        ),
        pytest.param(
            {"pauses": (Pause(TODAY, date(2026, 12, 1)),)}, datetime(2026, 12, 2, tzinfo=UTC), id="after a pause"
        ),
        pytest.param(
            {"pauses": (Pause(TODAY, date(2026, 11, 26)),)},
            datetime(2026, 11, 27, tzinfo=UTC),
            id="after a pause, on the day of the check-in",
        ),
        pytest.param({"pauses": (Pause(TODAY),)}, None, id="a pause without an end"),
        pytest.param({"profile_zone": "Europe/Berlin"}, datetime(2026, 11, 24, 12, tzinfo=UTC), id="their zone"),
    ],
)
def test_where_it_moves_to(changes: dict[str, object], due: datetime | None) -> None:
    person = replace(LEADER, **changes)  # type: ignore[arg-type] # fields of a Person
    later = moved(FIRST, person, NOON)
    assert (later.due_at if later else None) == due


def test_it_keeps_its_local_time_over_the_end_of_summer_time() -> None:
    friday = replace(FIRST, on=date(2026, 10, 23), due_at=datetime(2026, 10, 23, 6, 30, tzinfo=UTC))
    later = moved(friday, replace(LEADER, profile_zone="Europe/Berlin"), friday.due_at)
    assert later is not None
    assert later.due_at == datetime(2026, 10, 27, 7, 30, tzinfo=UTC)


def test_found_late_it_does_not_move_into_the_past() -> None:
    later = moved(FIRST, replace(LEADER, is_leader=False), NOON + 2 * DAY)
    assert later is not None
    assert later.on == TODAY + 3 * DAY


def test_found_after_a_pause_it_is_due_now() -> None:
    """As if the pause was ended today, or nobody was sending until now."""
    person = replace(LEADER, pauses=(Pause(TODAY, TODAY + DAY),))
    now = NOON + 2 * DAY
    later = moved(FIRST, person, now)
    assert later is not None
    assert (later.on, later.due_at, later.moved_from) == (TODAY + 2 * DAY, now, TODAY)


def test_it_moves_on_from_its_own_day_where_that_is_not_over() -> None:
    """As after a flight west: its day starts again there."""
    later = moved(replace(FIRST, on=TODAY + DAY), replace(LEADER, is_leader=False), NOON)
    assert later is not None
    assert later.on == TODAY + 2 * DAY
