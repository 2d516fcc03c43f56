"""The development map: whose notes it is made from, and where it ends."""

from datetime import date

import pytest

from bot.domain.checkins.checkins import CheckIn, CheckInAnswer
from bot.domain.people.people import Membership, Position, TeamMember, Who
from bot.domain.ridealongs.moments import CoachingMoment
from bot.services.context import Context
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import active

WEEK = date(2026, 10, 19)


async def test_the_map_is_made_of_ones_own_notes_and_ends_where_somebody_declined(
    services: Services, context: Context, directory: FakeDirectory, leader: Who
) -> None:
    tom = (await active(services, context, directory.add("U2", "Tom"))).who
    async with context.database.transaction("T1") as transaction:
        for user_id, said in (("U2", Membership.ACCEPTED), ("U3", Membership.NAMED), ("U4", Membership.DECLINED)):
            await transaction.teams.save(TeamMember("U1", user_id, said))
        await transaction.checkins.save(CheckIn("U1", WEEK, CheckInAnswer.LED, context.clock(), ("U2",)))
        await transaction.moments.save(
            CoachingMoment("m", "U1", "U2", context.clock(), "C1", ts="1.0", text="Asked, then waited.")
        )
    pages = (await services.development.facts(leader)).pages
    assert [page.other_id for page in pages] == ["U3", "U2"]
    assert (pages[1].last_moment, pages[1].last_named) == (WEEK, WEEK)
    assert (pages[1].name, pages[1].done_on, pages[0].done_on) == ("Tom", (WEEK, WEEK), ())
    (own,) = (await services.development.facts(tom)).own
    assert (own.other_id, own.last_moment, own.last_named) == ("U1", None, None)


@pytest.mark.parametrize(("position", "sells"), [(None, True), (Position.SALESPERSON, True), (Position.HEAD, False)])
async def test_only_salespeople_have_a_page_of_their_own_where_nobody_leads_them(
    services: Services, context: Context, directory: FakeDirectory, position: Position | None, sells: bool
) -> None:
    person = await active(services, context, directory.add("U2", "Tom"), position=position)
    assert (await services.development.facts(person.who)).sells is sells
