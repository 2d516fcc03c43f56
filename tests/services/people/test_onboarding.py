"""One welcome ever, start, stop, and whether one leads a team."""

from datetime import UTC, date, datetime, time

import pytest

from bot.domain.people.people import Membership, PersonStatus, Position, TeamMember, Who
from bot.domain.people.positions import asks_position
from bot.domain.plans import Plan
from bot.domain.time.schedule import Slot
from bot.errors import Problem
from bot.nudges import CHECKIN, PROMPT_PERSON, RIDEALONG_BRIEF, TEAM_INVITATION, WELCOME
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import active, outbox, stored


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


async def test_somebody_whose_title_says_nothing_is_asked_what_they_do_and_nothing_comes_before(
    services: Services, context: Context, maria: Who
) -> None:
    facts = await services.onboarding.start(maria)
    assert asks_position(facts.person)
    assert (facts.person.is_leader, facts.upcoming) == (False, ())
    assert await outbox(context, maria, PROMPT_PERSON) == []
    facts = await services.onboarding.position(maria, Position.LEADER)
    assert (facts.person.status, facts.person.is_leader) == (PersonStatus.ACTIVE, True)


@pytest.mark.parametrize(
    ("now", "on", "following"),
    [
        pytest.param("2026-10-19T06:00", date(2026, 10, 19), "2026-10-20T06:30", id="Monday 08:00, before its time"),
        pytest.param("2026-10-19T15:00", date(2026, 10, 19), "2026-10-20T06:30", id="Monday 17:00"),
        pytest.param("2026-10-19T21:30", date(2026, 10, 19), "2026-10-20T06:30", id="Monday 23:30"),
        pytest.param("2026-10-19T22:30", date(2026, 10, 20), "2026-10-21T06:30", id="Tuesday 00:30"),
        pytest.param("2026-10-24T10:00", date(2026, 10, 24), "2026-10-26T07:30", id="Saturday"),
        pytest.param("2026-12-25T10:00", date(2026, 12, 25), "2026-12-28T07:30", id="Christmas Day"),
    ],
)
async def test_start_gives_the_first_prompt_at_once_as_that_of_the_day(
    services: Services, context: Context, maria: Who, clock: MovableClock, now: str, on: date, following: str
) -> None:
    clock.now = datetime.fromisoformat(now).replace(tzinfo=UTC)
    facts = await services.onboarding.position(maria, Position.LEADER)
    [first] = await outbox(context, maria, PROMPT_PERSON)
    assert (first.on, first.due_at, facts.has_prompt) == (on, clock.now, True)
    upcoming = facts.next_of(PROMPT_PERSON)
    assert upcoming is not None
    assert (upcoming.due_at, upcoming.zone) == (datetime.fromisoformat(following).replace(tzinfo=UTC), "Europe/Berlin")


async def test_stop_and_start_on_one_day_give_one_prompt_and_on_another_day_one_more(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.onboarding.position(maria, Position.LEADER)
    for _ in range(2):
        await services.onboarding.stop(maria)
        await services.onboarding.start(maria)
        await services.onboarding.start(maria)
    assert len(await outbox(context, maria, PROMPT_PERSON)) == 1
    await services.onboarding.stop(maria)
    clock.move(days=3)
    await services.onboarding.start(maria)
    assert len(await outbox(context, maria, PROMPT_PERSON)) == 2


@pytest.mark.parametrize("wanting", ["paused", "without prompts"])
async def test_start_brings_no_prompt_to_somebody_who_wants_none(
    services: Services, context: Context, maria: Who, wanting: str
) -> None:
    await active(services, context, maria, **({} if wanting == "paused" else {"prompt_at": None}))
    if wanting == "paused":
        await services.pauses.pause(maria, "until friday")
    await services.onboarding.stop(maria)
    facts = await services.onboarding.position(maria, Position.LEADER)
    assert (await outbox(context, maria, PROMPT_PERSON), facts.has_prompt) == ([], False)


async def test_not_for_me_on_an_old_welcome_stops_nobody_who_started_elsewhere(services: Services, maria: Who) -> None:
    await services.onboarding.opened_home(maria)
    await services.onboarding.position(maria, Position.LEADER)
    assert (await services.onboarding.not_for_me(maria)).person.status is PersonStatus.ACTIVE
    await services.onboarding.stop(maria)
    assert (await services.onboarding.not_for_me(maria)).person.status is PersonStatus.STOPPED


async def test_not_for_me_keeps_somebody_out_who_has_not_started(services: Services, maria: Who) -> None:
    assert (await services.onboarding.not_for_me(maria)).person.status is PersonStatus.STOPPED


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
async def test_start_fills_in_what_the_title_in_the_profile_says(
    services: Services, directory: FakeDirectory, title: str, guess: Position | None
) -> None:
    person = (await services.onboarding.start(directory.add("U7", "Uma", title=title))).person
    assert (person.position, person.status is PersonStatus.ACTIVE) == (guess, guess is not None)


async def test_somebody_is_asked_where_slack_does_not_answer(services: Services, directory: FakeDirectory) -> None:
    uma = directory.add("U7", "Uma", title="Sales Manager")
    await services.people.meet(uma)
    directory.profiles.clear()
    assert asks_position((await services.onboarding.start(uma)).person)


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


async def test_a_stop_forgets_what_recurs_and_a_start_finds_the_rest_again(
    services: Services, context: Context, maria: Who
) -> None:
    await services.onboarding.position(maria, Position.SALESPERSON)
    slot = Slot(context.clock().date(), datetime(2026, 10, 20, 9, tzinfo=UTC))
    async with context.database.transaction("T1") as transaction:
        await transaction.schedules.save(Plan("T1", "U1", RIDEALONG_BRIEF, slot, subject="r1"))
    facts = await services.onboarding.stop(maria)
    async with context.database.transaction("T1") as transaction:
        assert [plan.nudge for plan in await transaction.schedules.of("U1")] == [RIDEALONG_BRIEF]
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
