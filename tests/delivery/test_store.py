"""What the engine's statements write and read back."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, event, select, text, update

from bot.domain.deliveries import Delivery, DeliveryStatus
from bot.storage.database import Database
from bot.storage.outbox.outbox import to_delivery
from bot.storage.outbox.results import Ended, Result
from bot.storage.tables import deliveries
from tests.delivery.fakes import NOON, all_of, pending, put

MINUTE = timedelta(minutes=1)


async def rows(database: Database) -> dict[tuple[str, str], Delivery]:
    """Every delivery by workspace and id."""
    async with database.connection() as connection:
        found = [to_delivery(row) for row in await connection.execute(select(deliveries))]
    return {(delivery.workspace_id, delivery.id): delivery for delivery in found}


def in_both(**changes: object) -> list[Delivery]:
    """A delivery in each of two workspaces, both with the same id."""
    one = replace(pending(1), **changes)  # type: ignore[arg-type] # fields of a Delivery
    return [one, replace(one, workspace_id="T2")]


async def test_nothing_is_put_in_where_nothing_was_made(sqlite_database: Database) -> None:
    async with sqlite_database.delivery_store() as store:
        await store.move_on([], [], [])
        await store.note_content("T1", {})
    assert await rows(sqlite_database) == {}


async def test_a_delivery_is_put_in_as_it_is_and_one_that_is_there_stays(sqlite_database: Database) -> None:
    whole = replace(
        pending(1), status=DeliveryStatus.IN_DOUBT, reason="r", channel_id="C1", ts="1.1", content_id="p1",
        claimed_at=NOON, sent_at=NOON, why="fresh", moved_from=NOON.date(), attempts=3, looked_up_at=NOON,
        waited_since=NOON,
    )  # fmt: skip
    await put(sqlite_database, whole)
    late = replace(pending(3), status=DeliveryStatus.MISSED, reason="too late")
    moved = replace(pending(4), moved_from=NOON.date())  # one that a plan alone would not make
    await put(sqlite_database, pending(1), pending(2), late, moved)
    assert await all_of(sqlite_database) == {"T1-1": whole, "T1-2": pending(2), "T1-3": late, "T1-4": moved}


async def test_what_is_claimed_is_the_earliest_and_says_by_whom_and_when(sqlite_database: Database) -> None:
    due = {number: NOON - number * MINUTE for number in range(4)}
    await put(sqlite_database, *(pending(number, due_at=at) for number, at in due.items()), pending(9, "T2"))
    at = NOON + timedelta(seconds=7)
    async with sqlite_database.delivery_store() as store:
        claimed = await store.claim("T1", "me", due=NOON - MINUTE, at=at, limit=2)
    assert [(one.id, one.status, one.claimed_at, one.attempts) for one in claimed] == [
        ("T1-3", DeliveryStatus.SENDING, at, 1),
        ("T1-2", DeliveryStatus.SENDING, at, 1),
    ]
    async with sqlite_database.connection() as connection:
        owners = await connection.execute(select(deliveries.c.id).where(deliveries.c.owner == "me"))
    assert sorted(row.id for row in owners) == ["T1-2", "T1-3"]


async def test_two_workers_claim_side_by_side_and_never_the_same(postgres_database: Database) -> None:
    await put(postgres_database, *(pending(number, due_at=NOON + number * MINUTE) for number in (1, 2)))
    claimed = []
    async with postgres_database.delivery_store() as first, postgres_database.delivery_store() as second:
        await second._connection.execute(text("SET LOCAL lock_timeout = '5s'"))
        for store in (first, second):
            due = NOON + 9 * MINUTE
            claimed += await store.claim("T1", "me", due=due, at=NOON, limit=1)
    assert [delivery.id for delivery in claimed] == ["T1-1", "T1-2"]


async def test_which_prompt_each_carries_is_written_in_its_workspace_alone(sqlite_database: Database) -> None:
    await put(sqlite_database, *in_both(), pending(2))
    async with sqlite_database.delivery_store() as store:
        await store.note_content("T1", {"T1-1": ("p1", "fresh"), "T1-2": ("p2", "theme")})
    became = {key: (one.content_id, one.why) for key, one in (await rows(sqlite_database)).items()}
    assert became == {("T1", "T1-1"): ("p1", "fresh"), ("T2", "T1-1"): ("", ""), ("T1", "T1-2"): ("p2", "theme")}


RESULT = Result(
    "T1", "T1-1", DeliveryStatus.SENT, "r", "C1", ts="1.1", content_id="p1", sent_at=NOON, why="fresh",
    looked_up_at=NOON,
)  # fmt: skip
LATE = {DeliveryStatus.PENDING, DeliveryStatus.SENDING, DeliveryStatus.IN_DOUBT, DeliveryStatus.UNCONFIRMED}


@pytest.mark.parametrize("status", sorted(DeliveryStatus))
async def test_what_was_sent_is_written_whole_over_all_that_is_not_final(
    sqlite_database: Database, status: DeliveryStatus
) -> None:
    one, of_another = in_both(status=status, reason="outside working hours", looked_up_at=NOON)
    await put(sqlite_database, one, of_another)
    async with sqlite_database.delivery_store() as store:
        await store.record("whoever", [RESULT])
    sent = replace(
        one, status=DeliveryStatus.SENT, reason="", channel_id="C1", ts="1.1", content_id="p1", sent_at=NOON,
        why="fresh", looked_up_at=None,
    )  # fmt: skip
    became = await rows(sqlite_database)
    assert became == {("T1", "T1-1"): sent if status in LATE else one, ("T2", "T1-1"): of_another}


async def claimed(database: Database, *wanted: Delivery) -> None:
    """Put them in the outbox, and claim them."""
    await put(database, *wanted)
    async with database.delivery_store() as store:
        await store.claim("T1", "me", due=NOON, at=NOON, limit=9)


async def record(database: Database, *ended: Ended, owner: str = "me") -> None:
    """Record how deliveries that `owner` claimed ended."""
    async with database.delivery_store() as store:
        await store.record(owner, [], ended)


def end(status: DeliveryStatus, waits_until: datetime | None = None) -> Ended:
    return Ended(Result("T1", "T1-1", status, "why"), 1, waits_until=waits_until)


async def test_an_end_changes_nothing_that_was_given_back_meanwhile(sqlite_database: Database) -> None:
    await claimed(sqlite_database, pending(1))
    await record(sqlite_database, end(DeliveryStatus.PENDING))
    await record(sqlite_database, end(DeliveryStatus.REFUSED))
    assert (await all_of(sqlite_database))["T1-1"].status is DeliveryStatus.PENDING


async def test_what_waits_is_due_again_later_and_keeps_when_it_was_due_first(sqlite_database: Database) -> None:
    await claimed(sqlite_database, pending(1), pending(2))
    await record(sqlite_database, end(DeliveryStatus.PENDING, NOON + MINUTE), owner="another")
    assert (await all_of(sqlite_database))["T1-1"].status is DeliveryStatus.SENDING
    await record(sqlite_database, end(DeliveryStatus.PENDING, NOON + MINUTE))
    one = (await all_of(sqlite_database))["T1-1"]
    assert (one.status, one.reason, one.due_at, one.waited_since) == (
        DeliveryStatus.PENDING, "why", NOON + MINUTE, NOON,
    )  # fmt: skip
    async with sqlite_database.delivery_store() as store:
        await store.claim("T1", "me", due=NOON + MINUTE, at=NOON, limit=9)
    await record(sqlite_database, replace(end(DeliveryStatus.PENDING, NOON + 2 * MINUTE), attempt=2))
    became = await all_of(sqlite_database)
    assert (became["T1-1"].due_at, became["T1-1"].waited_since) == (NOON + 2 * MINUTE, NOON)
    assert (became["T1-2"].status, became["T1-2"].due_at) == (DeliveryStatus.SENDING, NOON)


async def test_ends_that_lead_to_nothing_more_take_one_statement(sqlite_database: Database) -> None:
    asked: list[str] = []

    def count(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement.split(maxsplit=1)[0])

    await claimed(sqlite_database, *(pending(number) for number in range(9)))
    ended = [Ended(Result("T1", f"T1-{number}", DeliveryStatus.MISSED), 1) for number in range(9)]
    event.listen(sqlite_database.engine.sync_engine, "before_cursor_execute", count)
    await record(sqlite_database, *ended)
    await record(sqlite_database)
    event.remove(sqlite_database.engine.sync_engine, "before_cursor_execute", count)
    assert asked == ["UPDATE"]
    assert {one.status for one in (await all_of(sqlite_database)).values()} == {DeliveryStatus.MISSED}


async def test_a_doubt_is_settled_whole_and_in_its_workspace_alone(database: Database) -> None:
    one, of_another = in_both(status=DeliveryStatus.IN_DOUBT)
    await put(database, one, of_another)
    async with database.delivery_store() as store:
        await store.settle([Ended(RESULT, 9)])
        await store.settle([])
    became = await rows(database)
    assert (became["T1", "T1-1"].status, became["T1", "T1-1"].ts) == (DeliveryStatus.SENT, "1.1")
    assert became["T2", "T1-1"] == of_another


async def test_what_others_were_sending_joins_what_is_in_doubt(sqlite_database: Database) -> None:
    await claimed(sqlite_database, *in_both(), pending(2), pending(3, due_at=NOON + MINUTE))
    doubts = [replace(pending(number, team), status=DeliveryStatus.IN_DOUBT) for number, team in ((7, "T1"), (8, "T3"))]
    await put(sqlite_database, *doubts)
    async with sqlite_database.delivery_store() as store:
        await store.claim("T2", "me", due=NOON, at=NOON, limit=9)
        found = await store.doubt(["T1"], ["T1-2"])
        assert {delivery.id for delivery in await store.doubt(["T1"], ["T1-2"])} == {"T1-1", "T1-7"}
    assert {(delivery.id, delivery.status) for delivery in found} == {
        ("T1-1", DeliveryStatus.IN_DOUBT), ("T1-7", DeliveryStatus.IN_DOUBT),
    }  # fmt: skip
    became = {key: one.status for key, one in (await rows(sqlite_database)).items()}
    assert became["T2", "T1-1"] is became["T1", "T1-2"] is DeliveryStatus.SENDING
    assert became["T1", "T1-3"] is DeliveryStatus.PENDING


@pytest.mark.parametrize(
    ("change", "status"),
    [
        pytest.param({"status": DeliveryStatus.SENT}, DeliveryStatus.SENT, id="arrives"),
        pytest.param({"owner": "another"}, DeliveryStatus.SENDING, id="is sent by another"),
    ],
)
async def test_what_changes_while_it_is_looked_for_is_in_no_doubt(
    sqlite_database: Database, change: dict[str, str], status: DeliveryStatus
) -> None:
    await claimed(sqlite_database, pending(1))
    changes = [update(deliveries).values(change)]

    def meanwhile(connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if changes and statement.startswith("UPDATE"):
            connection.execute(changes.pop())

    event.listen(sqlite_database.engine.sync_engine, "before_cursor_execute", meanwhile)
    async with sqlite_database.delivery_store() as store:
        assert await store.doubt(["T1"], []) == []
    assert (await all_of(sqlite_database))["T1-1"].status is status


async def test_which_workspaces_have_something_to_send_and_since_when(sqlite_database: Database) -> None:
    earlier = replace(pending(2, "T2"), due_at=NOON - MINUTE)
    sending = replace(pending(1, "T4"), status=DeliveryStatus.SENDING)
    await put(sqlite_database, pending(1), pending(1, "T2"), earlier, pending(1, "T3"), sending)
    async with sqlite_database.transaction("T3") as transaction:
        await transaction.workspaces.mark_stopped(True)
    async with sqlite_database.look() as store:
        assert await store.sendable() == {
            DeliveryStatus.PENDING: {"T1": NOON, "T2": NOON - MINUTE},
            DeliveryStatus.SENDING: {"T4": NOON},
            DeliveryStatus.IN_DOUBT: {},
        }
        assert await store.waiting() == {"T1": NOON, "T2": NOON - MINUTE, "T3": NOON}
        assert await store.waiting(DeliveryStatus.IN_DOUBT) == {}
