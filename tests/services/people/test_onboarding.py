"""Welcome once ever, start, stop, and whether one leads a team."""

from datetime import UTC, datetime, time

import pytest

from bot.domain.people.people import Membership, Standing, TeamMember, Who
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.errors import Problem
from bot.nudges import PROMPT_PERSON, RIDEALONG_BRIEF, TEAM_INVITATION, WELCOME
from bot.services.context import Tools
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import outbox, stored


@pytest.fixture
def maria(directory: FakeDirectory) -> Who:
    return directory.add("U1", "Maria")


async def test_the_welcome_comes_once_ever(services: Services, tools: Tools, maria: Who) -> None:
    first = await services.onboarding.opened_home(maria)
    await services.onboarding.opened_home(maria)
    assert first.standing is Standing.WELCOMED
    assert [delivery.recipient for delivery in await outbox(tools, maria, WELCOME)] == ["U1"]


async def test_guests_get_no_welcome_and_a_sentence_for_start(
    services: Services, tools: Tools, directory: FakeDirectory
) -> None:
    guest = directory.add("U8", "Gil", is_guest=True)
    assert (await services.onboarding.opened_home(guest)).standing is Standing.NEW
    assert await outbox(tools, guest, WELCOME) == []
    for ask in (services.onboarding.start(guest), services.onboarding.lead(guest, True)):
        with pytest.raises(Problem, match="guest"):
            await ask


async def test_whoever_starts_leads_and_reads_when_it_comes(services: Services, maria: Who) -> None:
    facts = await services.onboarding.start(maria)
    assert (facts.person.standing, facts.person.is_leader) == (Standing.ACTIVE, True)
    following = facts.next_of(PROMPT_PERSON)
    assert following is not None
    assert (following.due_at, following.zone) == (datetime(2026, 10, 19, 6, 30, tzinfo=UTC), "Europe/Berlin")


@pytest.mark.parametrize(
    ("membership", "leads"),
    [(Membership.NAMED, False), (Membership.ACCEPTED, False), (Membership.DECLINED, True)],
)
async def test_whoever_was_named_starts_as_a_salesperson(
    services: Services, tools: Tools, maria: Who, membership: Membership, leads: bool
) -> None:
    async with tools.database.transaction("T1") as memory:
        await memory.teams.save(TeamMember("U5", "U1", membership))
    assert (await services.onboarding.start(maria)).person.is_leader is leads


async def test_a_stop_forgets_every_plan_and_keeps_the_settings(services: Services, tools: Tools, maria: Who) -> None:
    await services.onboarding.start(maria)
    await services.onboarding.lead(maria, False)
    slot = Slot(tools.clock().date(), datetime(2026, 10, 20, 9, tzinfo=UTC))
    async with tools.database.transaction("T1") as memory:
        await memory.schedules.save(Plan("T1", "U1", RIDEALONG_BRIEF, slot, subject="r1"))
    facts = await services.onboarding.stop(maria)
    async with tools.database.transaction("T1") as memory:
        assert await memory.schedules.of("U1") == []
    assert (facts.person.standing, facts.upcoming) == (Standing.STOPPED, ())
    again = await services.onboarding.start(maria)
    assert (again.person.standing, again.person.is_leader) == (Standing.ACTIVE, False)
    assert [one.nudge for one in again.upcoming] == [PROMPT_PERSON]


async def test_whoever_was_named_while_stopped_hears_of_it_when_they_are_back(
    services: Services, tools: Tools, maria: Who, directory: FakeDirectory
) -> None:
    await services.onboarding.start(maria)
    await services.onboarding.stop(maria)
    anna = directory.add("U5", "Anna", is_admin=True)
    await services.teams.name(anna, ["U1"])
    assert await outbox(tools, maria, TEAM_INVITATION) == []
    await services.onboarding.start(maria)
    assert [one.subject for one in await outbox(tools, maria, TEAM_INVITATION)] == ["U5"]


async def test_not_leading_can_be_taken_back(services: Services, tools: Tools, maria: Who) -> None:
    await services.onboarding.start(maria)
    assert not (await services.onboarding.lead(maria, False)).person.is_leader
    assert (await services.onboarding.lead(maria, True)).person.is_leader
    assert (await stored(tools, maria)).prompt_at == time(8, 30)
