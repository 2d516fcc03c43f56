"""Whose team somebody is on, and who leads one from then on."""

from dataclasses import replace

import pytest

from bot.domain.people.people import Membership, Position, TeamMember, Who
from bot.nudges import CHECKIN
from bot.services.context import Context
from bot.services.people.teams import leaders_of, team_of
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import active, stored


@pytest.fixture(autouse=True)
async def named(services: Services, leader: Who, tom: Who) -> None:
    """Maria has named Tom."""
    await services.teams.name(leader, ["U2"])


@pytest.mark.parametrize(("position", "then"), [(None, Position.LEADER), (Position.SALESPERSON, Position.SALESPERSON)])
async def test_an_admin_who_names_a_team_leads_it(
    services: Services, context: Context, directory: FakeDirectory, position: Position | None, then: Position
) -> None:
    nora = directory.add("U7", "Nora", is_admin=True)
    await active(services, context, nora, is_leader=False, position=position)
    await services.teams.name(nora, ["U2"])
    person = await stored(context, nora)
    assert (person.is_leader, person.position) == (True, then)
    async with context.database.reading("T1") as transaction:
        assert await transaction.schedules.get("U7", CHECKIN) is not None


@pytest.mark.parametrize("position", [None, Position.HEAD])
async def test_who_leads_already_stays_what_they_are(
    services: Services, context: Context, leader: Who, position: Position | None
) -> None:
    person = await stored(context, leader)
    async with context.database.transaction("T1") as transaction:
        await transaction.people.save(replace(person, position=position))
    before = await stored(context, leader)
    await services.teams.name(leader, ["U2"])
    assert await stored(context, leader) == before


async def test_a_no_to_one_leader_is_none_to_another(services: Services, context: Context, tom: Who) -> None:
    async with context.database.transaction("T1") as transaction:
        await transaction.teams.save(TeamMember("U9", "U2"))
        await transaction.teams.save(TeamMember("U9", "U3"))
    answer = await services.teams.decline(tom, "U1")
    assert (answer.leader_id, answer.membership) == ("U1", Membership.DECLINED)
    async with context.database.reading("T1") as transaction:
        assert await leaders_of(transaction, "U2") == ["U9"]
        assert await team_of(transaction, "U1") == []
        assert await team_of(transaction, "U9") == ["U2", "U3"]


async def test_a_no_of_somebody_who_is_named_by_nobody_names_them_for_nobody(
    services: Services, leader: Who, tom: Who
) -> None:
    await services.teams.name(leader, [])
    await services.teams.decline(tom, "U1")
    assert (await services.teams.facts(leader)).members == ()
