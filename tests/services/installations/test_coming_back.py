"""What a new installation brings back: what was agreed and set up, and nothing that nobody was told about."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.people.people import Person, PersonStatus
from bot.domain.ridealongs.ridealongs import RideAlong, RideAlongState
from bot.nudges import RIDEALONG_BRIEF
from bot.services.context import Context
from bot.services.installations.lifecycle import Lifecycle
from bot.services.planning.recurring import replan_channel
from bot.services.ridealongs.slots import move_slots
from tests.databases import *  # noqa: F403 - every test runs on both databases
from tests.fakes import MovableClock
from tests.storage.cases import CHANNEL, RIDE

BOTH = frozenset({"U1", "U2"})


async def set_up(context: Context, rides: Sequence[RideAlong]) -> None:
    async with context.database.transaction("T1") as transaction:
        for user_id in BOTH:
            await transaction.people.save(Person("T1", user_id, status=PersonStatus.ACTIVE))
        await transaction.channels.save(replace(CHANNEL, paused_for=None))
        await replan_channel(transaction, CHANNEL, context.clock())
        for ride in rides:
            await transaction.ridealongs.save(ride)


async def planned(context: Context, nudge: str = RIDEALONG_BRIEF) -> set[tuple[str, str]]:
    """Whom it is planned for, and what it is about."""
    async with context.database.reading("T1") as transaction:
        plans = [plan for recipient in ("U1", "U2", "C1") for plan in await transaction.schedules.of(recipient)]
    return {(plan.recipient, plan.subject.partition(" ")[0]) for plan in plans if plan.nudge == nudge}


@pytest.mark.parametrize("state", RideAlongState)
async def test_calls_to_come_are_planned_again(context: Context, clock: MovableClock, state: RideAlongState) -> None:
    to_come = replace(RIDE, state=state, starts_at=clock.now + timedelta(days=2))
    past = replace(to_come, id="r2", starts_at=clock.now - timedelta(days=2))
    await set_up(context, [to_come, past])
    async with context.database.transaction("T1") as transaction:
        await transaction.erasure.of_plans("uninstalled")
    await Lifecycle(context).began("T1")
    is_on = state in {RideAlongState.PLANNED, RideAlongState.CONFIRMED}
    assert await planned(context) == ({(user_id, "r1") for user_id in BOTH} if is_on else set())
    assert await planned(context, CHANNEL.nudge) == {("C1", "")}
    for nudge in ("reflection_leader", "reflection_salesperson", "reflection_reminder"):
        assert "r2" not in {subject for _, subject in await planned(context, nudge)}


@pytest.mark.parametrize("was_told", [False, True])
async def test_without_a_yes_somebody_hears_of_a_call_only_where_that_was_planned(
    context: Context, clock: MovableClock, was_told: bool
) -> None:
    ride = replace(RIDE, starts_at=clock.now + timedelta(days=2), confirmed_by=frozenset({"U1"}))
    await set_up(context, [ride])
    async with context.database.transaction("T1") as transaction:
        if was_told:
            await move_slots(transaction, None, ride, clock.now)
    await Lifecycle(context).began("T1")
    assert await planned(context) == {(user_id, "r1") for user_id in (BOTH if was_told else {"U1"})}
