"""A planned invitation that is no longer wanted, and what no longer comes to somebody who starts."""

from dataclasses import replace

import pytest

from bot.domain.people.people import Position, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.nudges import RIDEALONG_BRIEF, TEAM_INVITATION
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import TODAY, TOM, TOMORROW, active, invited_on, paused


@pytest.fixture(autouse=True)
async def tom_takes_part(services: Services, tom: Who, leader: Who) -> None:
    await services.onboarding.position(TOM, Position.SALESPERSON)


async def test_an_invitation_that_was_planned_and_taken_back_asked_nobody(
    services: Services, context: Context, leader: Who
) -> None:
    await paused(context, TOM, TODAY, TODAY)
    await services.teams.name(leader, ["U2"])
    await services.teams.name(leader, [])
    assert await invited_on(context, TOM, "U1") is None
    assert (await services.teams.name(leader, ["U2"])).not_told == ()
    assert await invited_on(context, TOM, "U1") == TOMORROW


async def test_what_one_leader_takes_back_is_nobody_elses(
    services: Services, context: Context, directory: FakeDirectory, leader: Who
) -> None:
    other = directory.add("U5")
    await active(services, context, other, is_leader=True)
    await paused(context, TOM, TODAY, TODAY)
    for who in (leader, other):
        await services.teams.name(who, ["U2"])
    async with context.database.transaction("T1") as transaction:
        plan = await transaction.schedules.get("U2", TEAM_INVITATION, "U1")
        assert plan
        await transaction.schedules.save(replace(plan, nudge=RIDEALONG_BRIEF))
    await services.teams.name(leader, [])
    async with context.database.reading("T1") as transaction:
        left = {(plan.nudge, plan.subject) for plan in await transaction.schedules.of("U2")}
    assert {(TEAM_INVITATION, "U5"), (RIDEALONG_BRIEF, "U1")} <= left
    assert (TEAM_INVITATION, "U1") not in left


async def test_a_no_takes_back_what_was_planned(services: Services, context: Context, leader: Who) -> None:
    await paused(context, TOM, TODAY, TODAY)
    await services.teams.name(leader, ["U2"])
    await services.teams.decline(TOM, "U1")
    assert await invited_on(context, TOM, "U1") is None


async def test_who_starts_is_kept_silent_by_nothing_from_before(services: Services, context: Context) -> None:
    await services.leader_invitations.decline(TOM)
    await services.privacy.forget(TOM)
    kinds = SafeguardKind.SILENT, SafeguardKind.NO_INVITATION
    async with context.database.reading("T1") as transaction:
        assert [await transaction.safeguards.holds(kind, "U2") for kind in kinds] == [True, True]
    await services.onboarding.position(TOM, Position.SALESPERSON)
    async with context.database.reading("T1") as transaction:
        assert [await transaction.safeguards.holds(kind, "U2") for kind in kinds] == [False, False]
