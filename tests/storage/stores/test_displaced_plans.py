"""Plans whose wall time means another instant, since their zone's rules changed, are corrected."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.domain.time.schedule import Slot
from bot.storage.database import Database
from bot.storage.outbox.schedules import displaced, due, put_in_place
from tests.delivery.fakes import daily

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


async def test_what_new_rules_of_a_zone_displaced_is_put_in_place(database: Database) -> None:
    """Both were planned for noon in Berlin while that was 10:00 UTC; by today's rules it is 11:00."""
    berlin = replace(daily("T1", "U1", MONDAY), zone="Europe/Berlin", at=time(12))
    right = replace(berlin, recipient="U2", next=Slot(MONDAY, NOON - timedelta(hours=1), time(12)))
    wrong = replace(berlin, next=Slot(MONDAY, NOON - timedelta(hours=2), time(12)))
    too = replace(wrong, workspace_id="T2")
    meant = replace(wrong, recipient="U3", next=Slot(MONDAY, NOON - timedelta(hours=2)))  # meant as an instant
    for plan in (right, wrong, too, meant):
        async with database.transaction(plan.workspace_id) as transaction:
            await transaction.schedules.save(plan)
    async with database.connection() as connection:
        assert await displaced(connection, NOON - timedelta(hours=2)) == []  # what is due right now is sent
        moved = await displaced(connection, NOON - timedelta(hours=3))
        assert moved == [
            {"same_zone": "Europe/Berlin", "same_on": MONDAY, "same_at": time(12), "was": wrong.next.due_at,
             "is": right.next.due_at}
        ]  # fmt: skip
        await put_in_place(connection, moved)
        assert await displaced(connection, NOON - timedelta(hours=3)) == []
    async with database.connection() as connection:
        now = {
            (planned.workspace_id, planned.recipient): planned.next.due_at
            for planned in await due(connection, NOON, 10)
        }
    assert now == {
        ("T1", "U1"): right.next.due_at, ("T2", "U1"): right.next.due_at, ("T1", "U2"): right.next.due_at,
        ("T1", "U3"): meant.next.due_at,
    }  # fmt: skip


async def test_what_shares_a_part_of_a_displaced_time_stays(sqlite_database: Database) -> None:
    was, becomes = NOON - timedelta(hours=2), NOON - timedelta(hours=1)
    displaced_plan = replace(daily("T1", "U1", MONDAY), zone="Europe/Berlin", next=Slot(MONDAY, was, time(12)))
    others = [
        replace(displaced_plan, recipient="U2", zone="Etc/GMT-2"),
        replace(displaced_plan, recipient="U3", next=Slot(MONDAY - timedelta(days=1), was, time(12))),
        replace(displaced_plan, recipient="U4", next=Slot(MONDAY, was, time(11))),
        replace(displaced_plan, recipient="U5", next=Slot(MONDAY, NOON, time(12))),
    ]
    async with sqlite_database.transaction("T1") as transaction:
        for plan in (displaced_plan, *others):
            await transaction.schedules.save(plan)
    same = {"same_zone": "Europe/Berlin", "same_on": MONDAY, "same_at": time(12)}
    async with sqlite_database.connection() as connection:
        await put_in_place(connection, [same | {"was": was, "is": becomes}])
        plans = {plan.recipient: plan.next.due_at for plan in await due(connection, NOON, 10)}
    assert plans == {plan.recipient: plan.next.due_at for plan in others} | {"U1": becomes}
