"""Every use case that checks permission: no guests, and where it is an admin's or a leader's, nobody else."""

from collections.abc import Awaitable, Callable
from datetime import date, time
from typing import Any

import pytest

from bot.domain.integrations.access_keys import AccessKeyKind
from bot.domain.people.people import ChannelNudge, Position, TeamMember, Who
from bot.domain.people.settings import SettingsForm
from bot.domain.prompts.answers import PromptReply
from bot.domain.prompts.custom_content import ContentScope
from bot.domain.prompts.deals import DealOutcome
from bot.domain.selfchecks.selfchecks import SelfCheckForm
from bot.domain.time.fiscal import QuarterPattern
from bot.errors import Problem, Problems
from bot.nudges import PROMPT_CHANNEL
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.storage.cases import RIDE

WEEK = date(2026, 10, 19)
UseCase = Callable[[Services, Who], Awaitable[Any]]

EVERYBODYS: dict[str, UseCase] = {
    "onboarding.position": lambda services, who: services.onboarding.position(who, Position.LEADER),
    "onboarding.start": lambda services, who: services.onboarding.start(who),
    "teams.accept": lambda services, who: services.teams.accept(who, "U8"),
    "teams.prompt_on": lambda services, who: services.teams.prompt_on(who, "U8"),
    "settings.facts": lambda services, who: services.settings.facts(who),
    "settings.read": lambda services, who: services.settings.read(who, "prompt 8:00"),
    "pauses.resume": lambda services, who: services.pauses.resume(who),
    "channels.stop": lambda services, who: services.channels.stop(who, "C1"),
    "channels.listed": lambda services, who: services.channels.listed(who),
    "ridealongs.form": lambda services, who: services.ridealongs.form(who),
    "ridealongs.history": lambda services, who: services.ridealongs.history(who, "<@U2>"),
    "ridealongs.upcoming": lambda services, who: services.ridealongs.upcoming(who),
    "checkins.facts": lambda services, who: services.checkins.facts(who, WEEK),
    "streaks.facts": lambda services, who: services.streaks.facts(who),
    "selfchecks.start": lambda services, who: services.selfchecks.start(who),
    "selfchecks.result": lambda services, who: services.selfchecks.result(who, "s1"),
    "skillchecks.start": lambda services, who: services.skillchecks.start(who),
    "deals.ended": lambda services, who: services.deals.ended(who, DealOutcome.WON),
    "feedback.form": lambda services, who: services.feedback.form(who, "R1"),
    "calendar.facts": lambda services, who: services.calendar.facts(who),
    "calendar.save": lambda services, who: services.calendar.save(who, "", "", remove=True),
    "calendar.plan_form": lambda services, who: services.calendar.plan_form(who, "m1"),
    "prompts.answer": lambda services, who: services.prompts.answer(who, "d1", PromptReply.DONE),
    "prompts.daily_again": lambda services, who: services.prompts.daily_again(who),
    "prompts.facts": lambda services, who: services.prompts.facts(who, "d1"),
    "prompts.later": lambda services, who: services.prompts.later(who, "d1", "hour"),
    "prompts.take_back": lambda services, who: services.prompts.take_back(who, "d1"),
    "prompts.today": lambda services, who: services.prompts.today(who),
    "insights.facts": lambda services, who: services.insights.facts(who),
    "letters.facts": lambda services, who: services.letters.facts(who),
    "development.facts": lambda services, who: services.development.facts(who),
    "records.asked": lambda services, who: services.records.asked(who, "U2", "q"),
    "records.notes": lambda services, who: services.records.notes(who, "U2"),
    "records.one_to_one": lambda services, who: services.records.one_to_one(who, "@tom"),
    "records.record": lambda services, who: services.records.record(who, "U2"),
    "integrations.issue a calendar": lambda services, who: services.integrations.issue(who, AccessKeyKind.CALENDAR),
}

OWNERS: dict[str, UseCase] = {
    "settings.save": lambda services, who: services.settings.save(who, SettingsForm()),
    "skillchecks.save": lambda services, who: services.skillchecks.save(who, "s1", WEEK, {}),
    "selfchecks.save": lambda services, who: services.selfchecks.save(who, SelfCheckForm("s1", WEEK), {}),
}
LEADERS: dict[str, UseCase] = {
    "teams.facts": lambda services, who: services.teams.facts(who),
    "teams.name": lambda services, who: services.teams.name(who, ["U2"]),
    "feedback.invite": lambda services, who: services.feedback.invite(who),
    "programmes.facts": lambda services, who: services.programmes.facts(who),
    "programmes.start": lambda services, who: services.programmes.start(who, "p"),
    "programmes.stop": lambda services, who: services.programmes.stop(who, "p"),
    "pressure.facts": lambda services, who: services.pressure.facts(who),
    "pressure.mark": lambda services, who: services.pressure.mark(who, WEEK, is_pressure=True),
    "pressure.mark_typed": lambda services, who: services.pressure.mark_typed(who, "this week"),
    "channels.may_set_up": lambda services, who: services.channels.may_set_up(who),
    "custom_content.page for a team": lambda services, who: services.custom_content.page(who, ContentScope.TEAM),
    "custom_content.writer for a team": lambda services, who: services.custom_content.writer(who, ContentScope.TEAM),
}
ADMINS: dict[str, UseCase] = {
    "admin.facts": lambda services, who: services.admin.facts(who),
    "admin.participation": lambda services, who: services.admin.participation(who),
    "admin.unreached": lambda services, who: services.admin.unreached(who),
    "leader_invitations.may_invite": lambda services, who: services.leader_invitations.may_invite(who),
    "what_works.facts": lambda services, who: services.what_works.facts(who),
    "custom_content.page": lambda services, who: services.custom_content.page(who, ContentScope.ORGANISATION),
    "custom_content.writer": lambda services, who: services.custom_content.writer(who, ContentScope.ORGANISATION),
    "integrations.issue for numbers": lambda services, who: services.integrations.issue(who, AccessKeyKind.API),
    "integrations.numbers": lambda services, who: services.integrations.numbers(who),
    "webhooks.facts": lambda services, who: services.webhooks.facts(who),
    "webhooks.remove": lambda services, who: services.webhooks.remove(who),
    "webhooks.set_up": lambda services, who: services.webhooks.set_up(who, "https://hooks.example"),
    "pressure.calendar": lambda services, who: services.pressure.calendar(who),
    "pressure.set_calendar": lambda services, who: services.pressure.set_calendar(who, 2, QuarterPattern.WEEKS),
    "retention.set": lambda services, who: services.retention.set(who, 12),
}


@pytest.fixture
async def guest(services: Services, context: Context, directory: FakeDirectory) -> Who:
    """A guest whom a leader has named."""
    who = directory.add("U9", is_guest=True)
    await services.people.meet(who)
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U8", "U9"))
    return who


@pytest.fixture
async def colleague(services: Services, directory: FakeDirectory) -> Who:
    """Somebody who leads nobody and is no admin."""
    who = directory.add("U7")
    await services.onboarding.position(who, Position.SALESPERSON)
    return who


async def refusals(use_cases: dict[str, UseCase], services: Services, who: Who) -> dict[str, str]:
    """Why somebody is refused each of these; "" where they are not."""
    found = dict.fromkeys(use_cases, "")
    for name, use_case in use_cases.items():
        try:
            await use_case(services, who)
        except Problem as problem:
            found[name] = problem.key
        except Problems as problems:
            found[name] = problems.problems[0].key
    return found


async def test_a_guest_may_do_nothing(services: Services, guest: Who) -> None:
    every = EVERYBODYS | OWNERS | LEADERS | ADMINS
    assert await refusals(every, services, guest) == dict.fromkeys(every, "permissions.guest")


async def test_a_leaders_is_for_leaders(services: Services, colleague: Who) -> None:
    assert await refusals(LEADERS, services, colleague) == dict.fromkeys(LEADERS, "permissions.leaders_only")


async def test_an_admins_is_for_admins(services: Services, colleague: Who) -> None:
    assert await refusals(ADMINS, services, colleague) == dict.fromkeys(ADMINS, "permissions.admins_only")


async def test_what_is_everybodys_is_refused_to_nobody_for_who_they_are(services: Services, colleague: Who) -> None:
    found = await refusals(EVERYBODYS | OWNERS, services, colleague)
    assert {name: why for name, why in found.items() if why.startswith("permissions.")} == {}


@pytest.mark.parametrize(
    ("set_by", "why"), [("U6", ""), ("U8", "permissions.setter_or_admin")], ids=["their own", "another's"]
)
async def test_a_leader_stops_the_channel_nudge_that_they_set_up(
    services: Services, context: Context, directory: FakeDirectory, set_by: str, why: str
) -> None:
    leader = directory.add("U6")
    await services.onboarding.position(leader, Position.LEADER)
    async with context.database.transaction("T1") as transaction:
        nudge = ChannelNudge("T1", "C1", PROMPT_CHANNEL, time(9), frozenset({0}), zone="Europe/Berlin", set_by=set_by)
        await transaction.channels.save(nudge)
    assert await refusals({"channels.stop": EVERYBODYS["channels.stop"]}, services, leader) == {"channels.stop": why}


async def test_a_page_of_own_content_says_what_somebody_may_write(services: Services, directory: FakeDirectory) -> None:
    leader, admin = directory.add("U5"), directory.add("U4", is_admin=True)
    await services.onboarding.position(leader, Position.LEADER)
    of_leader = await services.custom_content.page(leader, ContentScope.TEAM)
    of_admin = await services.custom_content.page(admin, ContentScope.ORGANISATION)
    assert (of_leader.leads, of_leader.administers, of_admin.leads, of_admin.administers) == (True, False, False, True)


async def test_a_ridealong_is_opened_by_the_two_whom_it_is_about_alone(
    services: Services, context: Context, colleague: Who
) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.ridealongs.save(RIDE)
    with pytest.raises(Problem, match=r"permissions\.not_yours"):
        await services.ridealongs.cancel(colleague, RIDE.id)
    with pytest.raises(Problem, match=r"permissions\.not_yours"):
        await services.reflections.facts(colleague, RIDE.id)
