"""Who is told that a leader named them, when, and how often."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.deliveries import DeliveryStatus
from bot.domain.people.people import Membership, Position, TeamMember, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.nudges import RIDEALONG_INVITATION, TEAM_INVITATION
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import MovableClock
from tests.services.people.stored_people import FAILED, TODAY, TOM, TOMORROW, invited_on, outbox, paused


@pytest.fixture(autouse=True)
async def tom_takes_part(services: Services, tom: Who, leader: Who) -> None:
    await services.onboarding.position(TOM, Position.SALESPERSON)


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
    services: Services, context: Context, leader: Who, first: int, last: int | None, is_told: bool,
    at_once: int, on: int | None,
) -> None:  # fmt: skip
    await paused(context, TOM, TODAY + timedelta(days=first), None if last is None else TODAY + timedelta(days=last))
    facts = await services.teams.name(leader, ["U2"])
    assert facts.not_told == (() if is_told else ("U2",))
    assert len(await outbox(context, TOM, TEAM_INVITATION)) == at_once
    assert await invited_on(context, TOM, "U1") == (on and TODAY + timedelta(days=on))


async def named(context: Context, status: DeliveryStatus, reason: str = "", nudge: str = TEAM_INVITATION) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2"))
        (person,) = await transaction.people.some(["U2"])
        await transaction.outbox.add(replace(context.at_once(person, nudge, "U1"), status=status, reason=reason))
        await transaction.safeguards.put(SafeguardKind.ASKED, "U1", "U2", at=context.clock())


@pytest.mark.parametrize("nudge", [TEAM_INVITATION, RIDEALONG_INVITATION])
@pytest.mark.parametrize("how", ["resumes", "stops and starts"])
async def test_what_was_kept_back_is_due_again_and_is_not_asked_twice(
    services: Services, context: Context, clock: MovableClock, nudge: str, how: str
) -> None:
    resumes = how == "resumes"
    await named(context, DeliveryStatus.WITHHELD, "paused, no working day ahead" if resumes else "stopped", nudge)
    clock.move(days=1)
    if resumes:
        await services.pauses.resume(TOM)
    else:
        await services.onboarding.stop(TOM)
        await services.onboarding.start(TOM)
    (asked,) = await outbox(context, TOM, nudge)
    assert (asked.status, asked.due_at, asked.reason) == (DeliveryStatus.PENDING, clock(), "")
    assert await invited_on(context, TOM, "U1") is None
    assert len(await outbox(context, TOM, TEAM_INVITATION)) == 1


@pytest.mark.parametrize("status", DeliveryStatus)
async def test_who_comes_back_is_told_where_no_invitation_arrived(
    services: Services, context: Context, clock: MovableClock, status: DeliveryStatus
) -> None:
    await named(context, status)
    clock.move(days=1)
    await services.pauses.resume(TOM)
    assert len(await outbox(context, TOM, TEAM_INVITATION)) == (2 if status in FAILED else 1)


@pytest.mark.parametrize("membership", [Membership.ACCEPTED, Membership.DECLINED])
async def test_who_answered_is_not_told_again(
    services: Services, context: Context, leader: Who, membership: Membership
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", membership))
    await services.pauses.resume(TOM)
    assert await outbox(context, TOM, TEAM_INVITATION) == []


async def test_who_comes_back_on_the_same_day_is_told_on_the_next_morning(services: Services, context: Context) -> None:
    await named(context, DeliveryStatus.WITHHELD)
    await services.pauses.resume(TOM)
    assert (len(await outbox(context, TOM, TEAM_INVITATION)), await invited_on(context, TOM, "U1")) == (1, TOMORROW)
