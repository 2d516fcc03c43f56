"""Welcome once ever, start, stop, and whether one leads a team."""

from datetime import UTC, datetime, time

import pytest

from bot.domain.people.people import Membership, PersonStatus, Position, TeamMember, Who
from bot.domain.people.positions import asks_position
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.errors import Problem
from bot.nudges import CHECKIN, PROMPT_PERSON, RIDEALONG_BRIEF, TEAM_INVITATION, WELCOME
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
    for ask in (services.onboarding.start(guest), services.onboarding.position(guest, Position.LEADER)):
        with pytest.raises(Problem, match="guest"):
            await ask


async def test_the_person_who_presses_start_is_asked_what_they_do_and_nothing_comes_before(
    services: Services, maria: Who
) -> None:
    facts = await services.onboarding.start(maria)
    assert asks_position(facts.person)
    assert (facts.person.is_leader, facts.upcoming) == (False, ())
    facts = await services.onboarding.position(maria, Position.LEADER)
    assert (facts.person.status, facts.person.is_leader) == (PersonStatus.ACTIVE, True)
    following = facts.next_of(PROMPT_PERSON)
    assert following is not None
    assert (following.due_at, following.zone) == (datetime(2026, 10, 19, 6, 30, tzinfo=UTC), "Europe/Berlin")


@pytest.mark.parametrize(
    ("title", "guess"),
    [
        ("Sales Manager EMEA", Position.LEADER),
        ("Team Lead, Inside Sales", Position.LEADER),
        ("Key Account Manager", Position.SALESPERSON),
        ("Account Executive", Position.SALESPERSON),
        ("VP Sales", Position.HEAD),
        ("Head of Sales", Position.HEAD),
        ("Regional Sales Director", Position.HEAD),
        ("Lover of coffee", None),
        ("", None),
    ],
)
async def test_a_guess_goes_by_the_title_in_the_profile(
    services: Services, directory: FakeDirectory, title: str, guess: Position | None
) -> None:
    assert await services.onboarding.guess(directory.add("U7", "Uma", title=title)) is guess


async def test_there_is_no_guess_where_slack_does_not_answer(
    services: Services, maria: Who, directory: FakeDirectory
) -> None:
    await services.people.meet(maria)
    directory.profiles.clear()
    assert await services.onboarding.guess(maria) is None


@pytest.mark.parametrize(
    ("said", "checks_in", "leads"),
    [(Position.SALESPERSON, False, False), (Position.LEADER, True, True), (Position.HEAD, True, False)],
)
async def test_what_comes_follows_from_what_somebody_does(
    services: Services, maria: Who, said: Position, checks_in: bool, leads: bool
) -> None:
    facts = await services.onboarding.position(maria, said)
    assert (facts.next_of(CHECKIN) is not None, facts.person.is_leader) == (checks_in, leads)


async def test_a_head_who_leads_salespeople_besides_keeps_them(services: Services, maria: Who) -> None:
    await services.onboarding.position(maria, Position.LEADER)
    person = (await services.onboarding.position(maria, Position.HEAD)).person
    assert (person.is_leader, person.is_head) == (True, True)


@pytest.mark.parametrize(
    ("membership", "asked"),
    [(Membership.NAMED, False), (Membership.ACCEPTED, False), (Membership.DECLINED, True)],
)
async def test_somebody_who_was_named_starts_as_a_salesperson(
    services: Services, context: Context, maria: Who, membership: Membership, asked: bool
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U5", "U1", membership))
    person = (await services.onboarding.start(maria)).person
    assert (asks_position(person), person.is_leader) == (asked, False)


async def test_a_stop_forgets_every_plan_and_keeps_the_settings(
    services: Services, context: Context, maria: Who
) -> None:
    await services.onboarding.position(maria, Position.SALESPERSON)
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
    await services.onboarding.position(maria, Position.LEADER)
    await services.onboarding.stop(maria)
    anna = directory.add("U5", "Anna", is_admin=True)
    await services.teams.name(anna, ["U1"])
    assert await outbox(context, maria, TEAM_INVITATION) == []
    await services.onboarding.start(maria)
    assert [one.subject for one in await outbox(context, maria, TEAM_INVITATION)] == ["U5"]


async def test_not_leading_can_be_taken_back(services: Services, context: Context, maria: Who) -> None:
    await services.onboarding.position(maria, Position.LEADER)
    assert not (await services.onboarding.position(maria, Position.SALESPERSON)).person.is_leader
    assert (await services.onboarding.position(maria, Position.LEADER)).person.is_leader
    assert (await stored(context, maria)).prompt_at == time(8, 30)
