"""Welcome once ever, start, stop, and whether one leads a team."""

from datetime import UTC, datetime, time

import pytest

from bot.domain.people.people import Membership, PersonStatus, TeamMember, Who
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.errors import Problem
from bot.nudges import PROMPT_PERSON, RIDEALONG_BRIEF, TEAM_INVITATION, WELCOME
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import outbox, stored


async def test_the_welcome_comes_once_ever(services: Services, context: Context, maria: Who) -> None:
    first = await services.onboarding.opened_home(maria)
    await services.onboarding.opened_home(maria)
    assert first.status is PersonStatus.WELCOMED
    assert [delivery.recipient for delivery in await outbox(context, maria, WELCOME)] == ["U1"]


async def test_guests_get_no_welcome_and_a_sentence_for_start(
    services: Services, context: Context, directory: FakeDirectory
) -> None:
    guest = directory.add("U8", "Gil", is_guest=True)
    assert (await services.onboarding.opened_home(guest)).status is PersonStatus.NEW
    assert await outbox(context, guest, WELCOME) == []
    for ask in (services.onboarding.start(guest), services.onboarding.lead(guest, True)):
        with pytest.raises(Problem, match="guest"):
            await ask


async def test_somebody_who_starts_leads_and_reads_when_it_comes(services: Services, maria: Who) -> None:
    facts = await services.onboarding.start(maria)
    assert (facts.person.status, facts.person.is_leader) == (PersonStatus.ACTIVE, True)
    following = facts.next_of(PROMPT_PERSON)
    assert following is not None
    assert (following.due_at, following.zone) == (datetime(2026, 10, 19, 6, 30, tzinfo=UTC), "Europe/Berlin")


@pytest.mark.parametrize(
    ("membership", "leads"),
    [(Membership.NAMED, False), (Membership.ACCEPTED, False), (Membership.DECLINED, True)],
)
async def test_somebody_who_was_named_starts_as_a_salesperson(
    services: Services, context: Context, maria: Who, membership: Membership, leads: bool
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U5", "U1", membership))
    assert (await services.onboarding.start(maria)).person.is_leader is leads


async def test_a_stop_forgets_every_plan_and_keeps_the_settings(
    services: Services, context: Context, maria: Who
) -> None:
    await services.onboarding.start(maria)
    await services.onboarding.lead(maria, False)
    slot = Slot(context.clock().date(), datetime(2026, 10, 20, 9, tzinfo=UTC))
    async with context.database.transaction("T1") as transaction:
        await transaction.schedules.save(Plan("T1", "U1", RIDEALONG_BRIEF, slot, subject="r1"))
    facts = await services.onboarding.stop(maria)
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.of("U1") == []
    assert (facts.person.status, facts.upcoming) == (PersonStatus.STOPPED, ())
    again = await services.onboarding.start(maria)
    assert (again.person.status, again.person.is_leader) == (PersonStatus.ACTIVE, False)
    assert [one.nudge for one in again.upcoming] == [PROMPT_PERSON]


async def test_somebody_who_was_named_while_stopped_hears_of_it_when_they_are_back(
    services: Services, context: Context, maria: Who, directory: FakeDirectory
) -> None:
    await services.onboarding.start(maria)
    await services.onboarding.stop(maria)
    anna = directory.add("U5", "Anna", is_admin=True)
    await services.teams.name(anna, ["U1"])
    assert await outbox(context, maria, TEAM_INVITATION) == []
    await services.onboarding.start(maria)
    assert [one.subject for one in await outbox(context, maria, TEAM_INVITATION)] == ["U5"]


async def test_not_leading_can_be_taken_back(services: Services, context: Context, maria: Who) -> None:
    await services.onboarding.start(maria)
    assert not (await services.onboarding.lead(maria, False)).person.is_leader
    assert (await services.onboarding.lead(maria, True)).person.is_leader
    assert (await stored(context, maria)).prompt_at == time(8, 30)
