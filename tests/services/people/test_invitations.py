"""Who hears that a leader named them, when, and how often."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Membership, Position, TeamMember, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.time.schedule import Pause
from bot.nudges import RIDEALONG_BRIEF, TEAM_INVITATION
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import active, outbox

TODAY = date(2026, 10, 19)
TOMORROW = TODAY + timedelta(days=1)
FAILED = {DeliveryStatus.WITHHELD, DeliveryStatus.MISSED, DeliveryStatus.REFUSED}


@pytest.fixture(autouse=True)
async def tom_takes_part(services: Services, tom: Who, leader: Who) -> None:
    await services.onboarding.position(tom, Position.SALESPERSON)


async def pause(context: Context, first: date, last: date | None) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.people.pause("U2", Pause(first, last))


async def planned_on(context: Context) -> date | None:
    async with context.database.reading("T1") as transaction:
        plan = await transaction.schedules.get("U2", TEAM_INVITATION, "U1")
    return plan.next.on if plan else None


@pytest.mark.parametrize(
    ("first", "last", "is_told", "at_once", "on"),
    [
        pytest.param(-3, -1, True, 1, None, id="over since yesterday"),
        pytest.param(1, 3, True, 1, None, id="from tomorrow on"),
        pytest.param(0, 0, True, 0, 1, id="today alone"),
        pytest.param(-3, 2, True, 0, 3, id="until the day after tomorrow"),
        pytest.param(-3, None, False, 0, None, id="without an end"),
    ],
)
async def test_a_pause_is_heeded(
    services: Services, context: Context, leader: Who, tom: Who, first: int, last: int | None, is_told: bool,
    at_once: int, on: int | None,
) -> None:  # fmt: skip
    await pause(context, TODAY + timedelta(days=first), None if last is None else TODAY + timedelta(days=last))
    facts = await services.teams.name(leader, ["U2"])
    assert facts.not_told == (() if is_told else ("U2",))
    assert len(await outbox(context, tom, TEAM_INVITATION)) == at_once
    assert await planned_on(context) == (on and TODAY + timedelta(days=on))


async def named(context: Context, status: DeliveryStatus) -> None:
    """Maria named Tom, and that became of the invitation."""
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2"))
        (person,) = await transaction.people.some(["U2"])
        await transaction.outbox.add(replace(context.at_once(person, TEAM_INVITATION, "U1"), status=status))
        await transaction.safeguards.put(SafeguardKind.ASKED, "U1", "U2", at=context.clock())


@pytest.mark.parametrize("status", DeliveryStatus)
async def test_who_comes_back_is_told_where_no_invitation_arrived(
    services: Services, context: Context, clock: MovableClock, tom: Who, status: DeliveryStatus
) -> None:
    await named(context, status)
    clock.move(days=1)
    await services.pauses.resume(tom)
    assert len(await outbox(context, tom, TEAM_INVITATION)) == (2 if status in FAILED else 1)


@pytest.mark.parametrize("membership", [Membership.ACCEPTED, Membership.DECLINED])
async def test_who_answered_is_not_told_again(
    services: Services, context: Context, leader: Who, tom: Who, membership: Membership
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", membership))
    await services.pauses.resume(tom)
    assert await outbox(context, tom, TEAM_INVITATION) == []


async def test_an_invitation_that_was_planned_and_taken_back_asked_nobody(
    services: Services, context: Context, leader: Who, tom: Who
) -> None:
    await pause(context, TODAY, TODAY)
    await services.teams.name(leader, ["U2"])
    await services.teams.name(leader, [])
    assert await planned_on(context) is None
    assert (await services.teams.name(leader, ["U2"])).not_told == ()
    assert await planned_on(context) == TOMORROW


async def test_who_comes_back_on_the_same_day_is_told_on_the_next_morning(
    services: Services, context: Context, tom: Who
) -> None:
    """The slot of that day is used by the one that was withheld."""
    await named(context, DeliveryStatus.WITHHELD)
    await services.pauses.resume(tom)
    assert (len(await outbox(context, tom, TEAM_INVITATION)), await planned_on(context)) == (1, TOMORROW)


async def test_what_one_leader_takes_back_is_nobody_elses(
    services: Services, context: Context, directory: FakeDirectory, leader: Who
) -> None:
    other = directory.add("U5")
    await active(services, context, other, is_leader=True)
    await pause(context, TODAY, TODAY)
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


async def test_a_no_takes_back_what_was_planned(services: Services, context: Context, leader: Who, tom: Who) -> None:
    await pause(context, TODAY, TODAY)
    await services.teams.name(leader, ["U2"])
    await services.teams.decline(tom, "U1")
    assert await planned_on(context) is None


async def test_who_starts_is_kept_silent_by_nothing_from_before(services: Services, context: Context, tom: Who) -> None:
    await services.leader_invitations.decline(tom)
    await services.privacy.forget(tom)
    kinds = SafeguardKind.SILENT, SafeguardKind.NO_INVITATION
    async with context.database.reading("T1") as transaction:
        assert [await transaction.safeguards.holds(kind, "U2") for kind in kinds] == [True, True]
    await services.onboarding.position(tom, Position.SALESPERSON)
    async with context.database.reading("T1") as transaction:
        assert [await transaction.safeguards.holds(kind, "U2") for kind in kinds] == [False, False]
