"""Whom a leader may ask for the other view of their self-check, and when."""

import pytest
from sqlalchemy import delete, update

from bot.domain.people.people import Membership, TeamMember, Who
from bot.errors import Problem
from bot.services.context import Context
from bot.services.services import Services
from bot.storage.tables import selfchecks
from content.models import Library
from tests.fakes import FakeDirectory, MovableClock
from tests.services.people.stored_people import active
from tests.services.ridealongs.planned_calls import sent
from tests.services.selfchecks.rounds import TEAM, asked

pytestmark = pytest.mark.usefixtures("check")


async def say(context: Context, salesperson_id: str, membership: Membership) -> None:
    """What somebody answers to being on Maria's team."""
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", salesperson_id, membership))


async def test_two_are_too_few_to_be_asked(services: Services, context: Context, maria: Who) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U1", "U2", Membership.DECLINED))
    views = await services.feedback.views(maria)
    assert views is not None
    assert not views.may_invite
    with pytest.raises(Problem, match=r"views\.too_few") as problem:
        await services.feedback.invite(maria)
    assert problem.value.facts == {"least": 3}


async def test_a_week_is_asked_about_while_it_is_remembered(
    services: Services, maria: Who, clock: MovableClock
) -> None:
    clock.move(days=14)
    with pytest.raises(Problem, match=r"views\.check_first") as problem:
        await services.feedback.invite(maria)
    assert problem.value.facts == {"least": 3}
    clock.move(days=-1)
    assert await asked(services, maria)


@pytest.mark.parametrize("answers", [None, {"lead-06": 2}], ids=["none", "to former statements"])
async def test_without_a_self_check_to_todays_statements_nobody_is_asked(
    services: Services, context: Context, maria: Who, answers: dict[str, int] | None
) -> None:
    async with context.database.connection() as connection:
        changed = delete(selfchecks) if answers is None else update(selfchecks).values(answers=answers)
        await connection.execute(changed.where(selfchecks.c.workspace_id == "T1"))
    with pytest.raises(Problem, match=r"views\.check_first"):
        await services.feedback.invite(maria)


async def test_who_came_after_the_self_check_is_not_asked_about_it(
    services: Services, context: Context, maria: Who
) -> None:
    await say(context, "U5", Membership.ACCEPTED)
    round_id = await asked(services, maria)
    assert await sent(context) == [(user_id, "selfcheck_twin", round_id) for user_id in TEAM]


async def test_of_three_one_came_after_the_self_check(services: Services, context: Context, maria: Who) -> None:
    await say(context, "U2", Membership.DECLINED)
    await say(context, "U5", Membership.ACCEPTED)
    with pytest.raises(Problem, match=r"views\.check_first") as problem:
        await services.feedback.invite(maria)
    assert problem.value.facts == {"least": 3}


async def test_a_leader_who_was_deleted_waits_for_the_days_of_their_former_round(
    services: Services, context: Context, directory: FakeDirectory, maria: Who, clock: MovableClock, library: Library
) -> None:
    await asked(services, maria)
    await services.privacy.forget(maria)
    await active(services, context, maria, is_leader=True)
    for user_id in TEAM:
        await say(context, user_id, Membership.ACCEPTED)
    await services.selfchecks.save(maria, await services.selfchecks.start(maria), dict.fromkeys(library.items, "most"))
    views = await services.feedback.views(maria)
    assert views is not None
    assert (views.round, views.waits, views.may_invite) == (None, True, False)
    with pytest.raises(Problem, match=r"views\.too_soon"):
        await services.feedback.invite(maria)
    clock.move(days=14)
    await services.selfchecks.save(maria, await services.selfchecks.start(maria), dict.fromkeys(library.items, "most"))
    assert await asked(services, maria)
