"""A law changes the clocks between planning and the call: the agreed wall time stays, and everything around
it moves.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.delivery.planner import Planner
from bot.domain.people.people import Who
from bot.domain.plans import Plan
from bot.domain.ridealongs.facts import Draft
from bot.domain.time.localtime import WallTime, local
from bot.nudges import PROMPT_PERSON, REFLECTION_SALESPERSON, RIDEALONG_BRIEF
from bot.services.context import Context
from bot.services.planning.recurring import replan
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.ridealongs.planned_calls import start
from tests.world_rules import World, changed_world

VANCOUVER, THREE = "America/Vancouver", time(15)
CALL = date(2026, 11, 3)  # two days after summer time ended there, until the rules of 2026b


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with changed_world(tmp_path / "rules") as world:
        world.enacts(America__Vancouver="America/Los_Angeles")
        yield world


@pytest.fixture
async def pair(services: Services, context: Context, directory: FakeDirectory, world: World) -> tuple[Who, Who]:
    """Maria in Vancouver and Tom in Berlin, with a call at three in the afternoon, her time."""
    maria, tom = directory.add("U1", "Maria", zone=VANCOUVER), directory.add("U2", "Tom", zone="Europe/Berlin")
    await start(services, context, maria, leader=True)
    await start(services, context, tom)
    await services.ridealongs.plan(maria, "R1", Draft("U2", "Acme", CALL, THREE, 45))
    return maria, tom


async def plans(context: Context, user_id: str) -> dict[str, Plan]:
    async with context.database.transaction("T1") as transaction:
        return {one.nudge: one for one in await transaction.schedules.of(user_id)}


async def test_a_call_stays_at_the_time_that_was_said(
    services: Services, context: Context, world: World, pair: tuple[Who, Who], clock: MovableClock
) -> None:
    maria, _ = pair
    (before,) = (await services.ridealongs.upcoming(maria)).rides
    assert before.ride.wall == WallTime(datetime.combine(CALL, THREE), VANCOUVER)
    assert before.ride.starts_at == datetime(2026, 11, 3, 23, 0, tzinfo=UTC)

    world.enacts(America__Vancouver="America/Phoenix")
    (shown,) = (await services.ridealongs.upcoming(maria)).rides
    assert shown.ride.starts_at == datetime(2026, 11, 3, 22, 0, tzinfo=UTC), "shown right at once"
    await Planner(context.database).plan(clock())

    for user_id in ("U1", "U2"):
        brief = (await plans(context, user_id))[RIDEALONG_BRIEF]
        assert brief.next.due_at == shown.ride.starts_at - timedelta(minutes=30), "the same moment for both"
    assert (await plans(context, "U2"))[REFLECTION_SALESPERSON].next.due_at == shown.ride.ends_at


async def test_a_prompt_and_its_plan_stay_at_their_wall_time(
    context: Context, world: World, pair: tuple[Who, Who], clock: MovableClock
) -> None:
    clock.now = datetime(2026, 10, 30, 16, 0, tzinfo=UTC)  # Friday 09:00 there: the next prompt is Monday's
    async with context.database.transaction("T1") as transaction:
        (person,) = await transaction.people.some(["U1"])
        await replan(transaction, person, clock())
    planner = Planner(context.database)
    await planner.plan(clock())
    world.enacts(America__Vancouver="America/Phoenix")
    due = (await plans(context, "U1"))[PROMPT_PERSON].next.due_at
    assert f"{local(due, VANCOUVER):%a %H:%M}" == "Mon 08:30"

    await planner.plan(due)
    assert (await plans(context, "U1"))[PROMPT_PERSON].next.due_at == due, "a process that did not begin anew"
    await Planner(context.database).plan(due)
    following = (await plans(context, "U1"))[PROMPT_PERSON].next.due_at
    assert f"{local(following, VANCOUVER):%a %H:%M}" == "Tue 08:30"


async def test_nothing_moves_where_no_rule_changed(
    services: Services, context: Context, world: World, pair: tuple[Who, Who], clock: MovableClock
) -> None:
    before = [await plans(context, user_id) for user_id in ("U1", "U2")]
    await Planner(context.database).plan(clock())
    assert [await plans(context, user_id) for user_id in ("U1", "U2")] == before


async def test_a_call_that_is_changed_by_the_other_is_at_the_others_wall_time(
    services: Services, pair: tuple[Who, Who]
) -> None:
    _, tom = pair
    form = await services.ridealongs.change_form(tom, "R1")
    assert (form.draft.on, form.draft.at) == (date(2026, 11, 4), time(0)), "midnight in Berlin"
    facts, _ = await services.ridealongs.change(tom, "R1", 0, Draft("U1", "Acme", date(2026, 11, 4), time(9), 45))
    assert facts.ride.wall == WallTime(datetime.combine(date(2026, 11, 4), time(9)), "Europe/Berlin")


async def test_a_call_renamed_by_the_other_keeps_the_wall_time_of_the_person_who_said_it(
    services: Services, pair: tuple[Who, Who]
) -> None:
    _, tom = pair
    draft = Draft("U1", "Acme Ltd", date(2026, 11, 4), time(0), 45)
    facts, changed = await services.ridealongs.change(tom, "R1", 0, draft)
    assert changed
    assert facts.ride.wall == WallTime(datetime.combine(CALL, THREE), VANCOUVER)
