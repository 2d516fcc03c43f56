"""The plans of all workspaces: what is due, and how plans move on and end."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import text

from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.storage.database import Database
from bot.storage.outbox.schedules import due, move, next_due_at
from tests.delivery.fakes import daily

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
A_DAY = timedelta(days=1)


def plan(workspace_id: str, recipient: str, day: int = 0, subject: str = "") -> Plan:
    return replace(daily(workspace_id, recipient, MONDAY + timedelta(days=day)), subject=subject)


async def put(database: Database, *plans: Plan) -> None:
    for workspace_id in {planned.workspace_id for planned in plans}:
        async with database.transaction(workspace_id) as transaction:
            await transaction.schedules.save(*(planned for planned in plans if planned.workspace_id == workspace_id))


async def all_of(database: Database, *recipients: str) -> list[Plan]:
    """The plans of these people of T1, and of T2."""
    plans: list[Plan] = []
    for workspace_id in ("T1", "T2"):
        async with database.transaction(workspace_id) as transaction:
            for recipient in recipients:
                plans += await transaction.schedules.of(recipient)
    return plans


async def test_what_is_due_comes_earliest_first_and_no_more_than_asked_for(database: Database) -> None:
    first, now, later = plan("T2", "U1", -1), plan("T1", "U2"), plan("T1", "U1", 1)
    first = replace(first, next=replace(first.next, at=time(12)), country="DE")
    await put(database, later, now, first)
    async with database.connection() as connection:
        assert await due(connection, NOON, 10) == [first, now]
        (earliest,) = await due(connection, NOON, 1)
        assert (earliest, earliest.next.at) == (first, time(12))  # equal slots may have different wall times
        assert await due(connection, NOON - timedelta(seconds=1), 10) == [first]
        assert await due(connection, NOON - 2 * A_DAY, 10) == []
        assert await next_due_at(connection) == first.next.due_at


async def test_what_one_planner_holds_the_next_passes_over_without_waiting(postgres_database: Database) -> None:
    first, second = plan("T1", "U1", -1), plan("T1", "U2")
    await put(postgres_database, first, second)
    async with postgres_database.connection() as one, postgres_database.connection() as other:
        await other.execute(text("SET LOCAL lock_timeout = '5s'"))
        assert [await due(connection, NOON, 1) for connection in (one, other)] == [[first], [second]]


async def test_nothing_planned_is_never_due(database: Database) -> None:
    async with database.connection() as connection:
        assert await next_due_at(connection) is None


async def test_plans_move_on_and_go_by_their_whole_key(database: Database) -> None:
    moved, gone = plan("T1", "U1"), plan("T1", "U2")
    others = [plan("T1", "U1", subject="R1"), replace(plan("T1", "U1"), nudge="other"), plan("T2", "U1")]
    kept = [plan("T1", "U2", subject="R1"), replace(plan("T1", "U2"), nudge="other"), plan("T2", "U2")]
    await put(database, moved, gone, *others, *kept)
    slot = Slot(MONDAY + A_DAY, NOON + A_DAY - timedelta(hours=3), time(9))
    async with database.connection() as connection:
        await move(connection, [gone], [(moved, slot)])
        assert slot in [planned.next for planned in await due(connection, slot.due_at, 99)]
    plans = await all_of(database, "U1", "U2")
    assert {
        (planned.workspace_id, planned.recipient, planned.nudge, planned.subject): planned.next for planned in plans
    } == {
        (planned.workspace_id, planned.recipient, planned.nudge, planned.subject): planned.next
        for planned in (replace(moved, next=slot), *others, *kept)
    }
    assert next(planned for planned in plans if planned.next == slot).next.at == time(9)
    async with database.connection() as connection:
        await move(connection, [], [])
    assert await all_of(database, "U1", "U2") == plans


async def test_many_go_at_once(database: Database) -> None:
    plans = [plan("T1", f"U{number}") for number in range(450)]
    await put(database, *plans, plan("T1", "V"))
    async with database.connection() as connection:
        await move(connection, plans, [])
    assert await all_of(database, "U0", "U200", "U399", "U449", "V") == [plan("T1", "V")]
