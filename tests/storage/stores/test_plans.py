"""A workspace's plans are found and removed by recipient, nudge and subject."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.domain.plans import Plan
from bot.domain.time.schedule import DAY
from bot.storage.database import Database
from bot.storage.outbox.schedules import ScheduleStore
from tests.delivery.fakes import TODAY, daily
from tests.statements import statements

PLAIN, OTHER_NUDGE, OTHER_PERSON = daily("T1", "U1"), daily("T1", "U1", nudge="all_day"), daily("T1", "U2")
ABOUT_R1, ABOUT_R2 = replace(PLAIN, subject="R1"), replace(PLAIN, subject="R2")
ALL = (PLAIN, OTHER_NUDGE, OTHER_PERSON, ABOUT_R1, ABOUT_R2, replace(OTHER_PERSON, subject="R1"))


@pytest.fixture
async def planned(sqlite_database: Database) -> Database:
    for workspace_id in ("T1", "T2"):
        async with sqlite_database.transaction(workspace_id) as transaction:
            for plan in ALL:
                await transaction.schedules.save(replace(plan, workspace_id=workspace_id, country="DE"))
    return sqlite_database


def kept(*plans: Plan) -> list[Plan]:
    return [replace(plan, country="DE") for plan in plans]


async def test_one_is_found_by_its_whole_key(planned: Database) -> None:
    async with planned.transaction("T1") as transaction:
        schedules = transaction.schedules
        found = [
            await schedules.get("U1", "hello"), await schedules.get("U1", "hello", "R1"),
            await schedules.get("U1", "all_day"), await schedules.get("U2", "hello"),
        ]  # fmt: skip
        assert found == kept(PLAIN, ABOUT_R1, OTHER_NUDGE, OTHER_PERSON)
        assert await schedules.get("U2", "all_day") is None


async def test_those_of_several_people_are_found_without_a_subject(planned: Database) -> None:
    async with planned.transaction("T1") as transaction:
        found = await transaction.schedules.of_each(["U1"])
    assert found == dict(zip([("U1", "hello"), ("U1", "all_day")], kept(PLAIN, OTHER_NUDGE), strict=True))


@pytest.mark.parametrize(
    ("nudges", "subject", "left"),
    [
        pytest.param([], None, {"U2", "all_day", "", "R1", "R2"}, id="of no nudge"),
        pytest.param(["hello"], None, {"U2", "all_day"}, id="of a nudge"),
        pytest.param(["hello", "all_day"], None, {"U2"}, id="of several"),
        pytest.param(["hello"], "R1", {"U2", "all_day", "", "R2"}, id="of a nudge and about a subject"),
        pytest.param(["all_day"], "R1", {"U2", "all_day", "", "R1", "R2"}, id="about that of another nudge"),
    ],
)
async def test_what_is_removed_is_no_more_than_was_said(
    planned: Database, nudges: list[str], subject: str | None, left: set[str]
) -> None:
    async with planned.transaction("T1") as transaction:
        await transaction.schedules.remove("U1", *nudges, subject=subject)
        mine = await transaction.schedules.of("U1")
        others = await transaction.schedules.of("U2")
    names = {plan.subject if plan.nudge == "hello" else plan.nudge for plan in mine}
    assert names | {plan.recipient for plan in others} == left
    assert len(others) == 2
    async with planned.transaction("T2") as transaction:
        assert len(await transaction.schedules.of("U1")) == 4


async def test_all_of_a_person_are_removed_and_nobody_elses(planned: Database) -> None:
    async with planned.transaction("T1") as transaction:
        await transaction.schedules.remove_all("U1")
        assert await transaction.schedules.of("U1") == []
        assert await transaction.schedules.of("U2")
    async with planned.transaction("T2") as transaction:
        assert len(await transaction.schedules.of("U1")) == 4


async def test_those_of_a_person_come_earliest_first_and_at_one_time_by_name(postgres_database: Database) -> None:
    first, second = daily("T1", "U1", TODAY - DAY, "z"), daily("T1", "U1", nudge="a")
    async with postgres_database.connection() as connection:
        for way in ("indexscan", "bitmapscan"):  # otherwise it happens to find them in name order
            await connection.execute(text(f"SET LOCAL enable_{way} = off"))
        schedules = ScheduleStore(connection, "T1")
        for plan in (OTHER_NUDGE, second, PLAIN, first):
            await schedules.save(plan)
        assert await schedules.of("U1") == [first, second, OTHER_NUDGE, PLAIN]


async def test_where_nothing_is_planned_nothing_is_written(planned: Database) -> None:
    with statements() as asked:
        async with planned.transaction("T1") as transaction:
            await transaction.schedules.save()
    assert asked == []


async def test_of_plans_that_are_replaced_only_what_differs_is_written(planned: Database) -> None:
    before, later = kept(PLAIN, OTHER_NUDGE, ABOUT_R1), replace(OTHER_NUDGE, country="FR")
    async with planned.transaction("T1") as transaction:
        with statements() as asked:
            await transaction.schedules.replace(before, [*kept(PLAIN), later])
        left = await transaction.schedules.of("U1")
    assert [statement.split()[0] for statement in asked] == ["DELETE", "INSERT"]
    assert {(plan.nudge, plan.subject, plan.country) for plan in left} == {
        ("hello", "", "DE"), ("hello", "R2", "DE"), ("all_day", "", "FR"),
    }  # fmt: skip
    async with planned.transaction("T2") as transaction:
        assert len(await transaction.schedules.of("U1")) == 4
    with statements() as asked:
        async with planned.transaction("T1") as transaction:
            await transaction.schedules.replace(left, left)
    assert asked == []
