"""Naming salespeople, and what each of them can answer."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.domain.people.people import Membership, PersonStatus, Position, TeamMember, Who
from bot.domain.time.schedule import Pause
from bot.errors import Problem
from bot.nudges import BY_KEY, PROMPT_PERSON, TEAM_INVITATION
from bot.nudges.nudge import Facts, Skip
from bot.services.context import Context
from bot.services.facts import load_facts
from bot.services.services import Services
from bot.slack.directory import Profile
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import outbox, stored

TOM = Who("T1", "U2")


@pytest.fixture(autouse=True)
def others(directory: FakeDirectory, maria_takes_part: None) -> None:
    """Two people in Maria's workspace whom we have not met."""
    directory.add("U2", "Tom")
    directory.add("U3", "Lea")


async def invitation(context: Context) -> Facts[Any]:
    """The facts of the first invitation to Tom, as the sender loads them."""
    delivery = (await outbox(context, TOM, TEAM_INVITATION))[-1]
    async with context.database.transaction("T1") as transaction:
        return (await load_facts(transaction, context.libraries, [delivery], context.clock()))[delivery.id]


async def test_each_salesperson_is_told_once(services: Services, context: Context, maria: Who) -> None:
    facts = await services.teams.name(maria, ["U2", "U3", "U2"])
    await services.teams.name(maria, ["U2", "U3"])
    assert facts.current == ("U2", "U3")
    assert [one.subject for one in await outbox(context, TOM, TEAM_INVITATION)] == ["U1"]
    assert (await stored(context, TOM)).status is PersonStatus.WELCOMED
    message = BY_KEY[TEAM_INVITATION].message(await invitation(context), context.library)
    assert not isinstance(message, Skip)
    assert message.text.startswith("<@U1> named you")


async def test_somebody_who_was_told_by_an_invitation_gets_no_welcome_besides(
    services: Services, context: Context, maria: Who
) -> None:
    await services.teams.name(maria, ["U2"])
    assert (await services.onboarding.opened_home(TOM)).status is PersonStatus.WELCOMED
    assert await outbox(context, TOM, "welcome") == []


async def test_fine_with_it_means_no_daily_prompt_unless_asked_for(services: Services, maria: Who) -> None:
    await services.teams.name(maria, ["U2"])
    answer = await services.teams.accept(TOM, "U1")
    person = answer.settings.person
    assert (person.status, person.is_leader, person.prompt_at) == (PersonStatus.ACTIVE, False, None)
    assert answer.settings.next_of(PROMPT_PERSON) is None
    answer = await services.teams.prompt_on(TOM, "U1")
    assert answer.membership is Membership.ACCEPTED
    assert answer.settings.next_of(PROMPT_PERSON) is not None


async def test_a_leader_who_is_named_keeps_what_they_have(services: Services, context: Context, maria: Who) -> None:
    await services.onboarding.position(TOM, Position.LEADER)
    before = await stored(context, TOM)
    await services.teams.name(maria, ["U2"])
    assert (await services.teams.accept(TOM, "U1")).settings.person == before


async def test_no_thanks_stays_so_and_nobody_is_asked_again(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.teams.name(maria, ["U2"])
    await services.teams.decline(TOM, "U1")
    clock.move(days=3)
    facts = await services.teams.name(maria, ["U2", "U3"])
    assert (facts.asked_before, facts.not_told, facts.current) == (("U2",), (), ("U3",))
    assert len(await outbox(context, TOM, TEAM_INVITATION)) == 1
    assert BY_KEY[TEAM_INVITATION].message(await invitation(context), context.library) == Skip("answered")
    await services.teams.name(maria, [])
    assert [one.membership for one in (await services.teams.facts(maria)).members] == [Membership.DECLINED]


async def test_somebody_who_was_asked_once_and_taken_off_is_asked_no_more(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.teams.name(maria, ["U2"])
    assert (await services.teams.name(maria, [])).members == ()
    with pytest.raises(Problem, match="not_named"):
        await services.teams.accept(TOM, "U1")
    for _ in range(10):
        clock.move(days=1)
        facts = await services.teams.name(maria, ["U2"])
        assert (facts.current, facts.not_told) == (("U2",), ("U2",))
        await services.teams.name(maria, [])
    assert len(await outbox(context, TOM, TEAM_INVITATION)) == 1
    await services.teams.name(maria, ["U2"])
    assert (await services.teams.accept(TOM, "U1")).membership is Membership.ACCEPTED  # with the first day's message


async def test_somebody_who_said_yes_and_was_taken_off_is_asked_once_more(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.teams.name(maria, ["U2"])
    await services.teams.accept(TOM, "U1")
    for _ in range(5):
        clock.move(days=1)
        await services.teams.name(maria, [])
        await services.teams.name(maria, ["U2"])
    assert len(await outbox(context, TOM, TEAM_INVITATION)) == 2


async def test_a_no_is_a_no_also_where_one_was_taken_off_meanwhile(
    services: Services, context: Context, maria: Who
) -> None:
    await services.teams.name(maria, ["U2"])
    await services.teams.name(maria, [])
    assert (await services.teams.decline(TOM, "U1")).membership is Membership.DECLINED
    facts = await services.teams.name(maria, ["U2"])
    assert (facts.asked_before, facts.not_told) == (("U2",), ())
    assert (await services.teams.facts(maria)).current == ()


@pytest.mark.parametrize(
    ("profile", "key"),
    [
        (Profile("Robo", "UTC", is_bot=True), "bot"),
        (Profile("Gil", "UTC", is_guest=True), "guest"),
        (Profile("Lou", "UTC", is_gone=True), "left"),
        (None, "unknown"),
    ],
)
async def test_a_team_is_made_of_people_of_this_workspace(
    services: Services, directory: FakeDirectory, maria: Who, profile: Profile | None, key: str
) -> None:
    if profile is not None:
        directory.profiles[Who("T1", "U9")] = profile
    with pytest.raises(Problem, match=key) as found:
        await services.teams.name(maria, ["U2", "U9"])
    assert (found.value.field, found.value.facts) == ("people", {"name": profile.name} if profile else {})
    assert (await services.teams.facts(maria)).members == ()


async def test_a_team_has_a_hundred_at_most_and_one_that_was_larger_may_stay_so(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    many = [f"U{number}" for number in range(100, 201)]
    for user_id in many:
        directory.add(user_id)
    with pytest.raises(Problem, match="too_many") as found:
        await services.teams.name(maria, many)
    assert (found.value.field, found.value.facts) == ("people", {"most": 100})
    assert len((await services.teams.name(maria, many[1:])).current) == 100
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", many[0]))
    assert len((await services.teams.name(maria, many)).current) == 101


async def test_nobody_is_on_their_own_team(services: Services, maria: Who) -> None:
    with pytest.raises(Problem, match="yourself") as found:
        await services.teams.name(maria, ["U1"])
    assert found.value.field == "people"


async def test_only_leaders_and_admins_name_a_team_and_an_admin_leads_one_then(
    services: Services, context: Context, directory: FakeDirectory, maria: Who
) -> None:
    with pytest.raises(Problem, match="leaders_only"):
        await services.teams.facts(TOM)
    nora = directory.add("U7", "Nora", is_admin=True)
    await services.teams.name(nora, [])
    assert not (await stored(context, nora)).is_leader
    await services.teams.name(nora, ["U2"])
    assert (await stored(context, nora)).is_leader


async def test_whose_message_of_today_is_used_is_told_tomorrow(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.teams.name(maria, ["U2"])
    await services.teams.accept(TOM, "U1")
    await services.teams.name(maria, [])
    await services.teams.name(maria, ["U2"])
    async with context.database.transaction("T1") as transaction:
        plan = await transaction.schedules.get("U2", TEAM_INVITATION, "U1")
    assert plan is not None
    assert plan.next.on == clock().date() + timedelta(days=1)


async def pause(context: Context, last: date | None) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.people.pause("U2", Pause(context.clock().date(), last))


async def test_somebody_who_is_paused_is_told_on_the_morning_after(
    services: Services, context: Context, maria: Who, clock: MovableClock
) -> None:
    await services.onboarding.position(TOM, Position.LEADER)
    await pause(context, clock().date() + timedelta(days=2))
    await services.teams.name(maria, ["U2"])
    async with context.database.transaction("T1") as transaction:
        plan = await transaction.schedules.get("U2", TEAM_INVITATION, "U1")
    assert plan is not None
    assert (plan.next.on, plan.next.due_at.hour, plan.zone) == (date(2026, 10, 22), 7, "Europe/Berlin")
    await services.pauses.resume(TOM)
    assert [one.subject for one in await outbox(context, TOM, TEAM_INVITATION)] == ["U1"]
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.get("U2", TEAM_INVITATION, "U1") is None


async def test_in_an_open_pause_nothing_is_planned(services: Services, context: Context, maria: Who) -> None:
    await services.onboarding.position(TOM, Position.LEADER)
    await pause(context, None)
    await services.teams.name(maria, ["U2"])
    async with context.database.transaction("T1") as transaction:
        assert await transaction.schedules.get("U2", TEAM_INVITATION, "U1") is None
    assert await outbox(context, TOM, TEAM_INVITATION) == []


async def test_a_guest_accepts_nothing(services: Services, context: Context, maria: Who) -> None:
    await services.teams.name(maria, ["U2"])
    guest = replace(await stored(context, TOM), is_guest=True)
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(guest)
    with pytest.raises(Problem, match="guest"):
        await services.teams.accept(TOM, "U1")
