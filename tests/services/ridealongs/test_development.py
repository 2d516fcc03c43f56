"""The development map: whose notes it is made of, and where it ends."""

from datetime import date

from bot.domain.checkins.checkins import Answer, CheckIn
from bot.domain.people.people import Membership, TeamMember, Who
from bot.domain.ridealongs.moments import CoachingMoment
from bot.services.context import Tools
from bot.services.services import Services
from tests.fakes import FakeDirectory
from tests.services.people.stored_people import active

WEEK = date(2026, 10, 19)


async def test_the_map_is_made_of_ones_own_notes_and_ends_where_somebody_declined(
    services: Services, tools: Tools, directory: FakeDirectory, leader: Who
) -> None:
    tom = (await active(services, tools, directory.add("U2", "Tom"))).who
    async with tools.database.transaction("T1") as memory:
        for user_id, said in (("U2", Membership.ACCEPTED), ("U3", Membership.NAMED), ("U4", Membership.DECLINED)):
            await memory.teams.save(TeamMember("U1", user_id, said))
        await memory.checkins.save(CheckIn("U1", WEEK, Answer.LED, tools.clock(), ("U2",)))
        await memory.moments.save(CoachingMoment("m", "U1", "U2", tools.clock(), "C1", "1.0", "Asked, then waited."))
    pages = (await services.development.facts(leader)).pages
    assert [page.other_id for page in pages] == ["U3", "U2"]
    assert (pages[1].last_moment, pages[1].last_named) == (WEEK, WEEK)
    (own,) = (await services.development.facts(tom)).own
    assert (own.other_id, own.last_moment, own.last_named) == ("U1", None, None)
