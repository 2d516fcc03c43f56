"""The development map: gathers what one viewer may read of the work between them and each of the others."""

from datetime import date

from bot.domain.checkins.commitments import open_commitments
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Act
from bot.domain.ridealongs.development import MOST_STEPS, DevelopmentFacts, Page, longest_left_out_first, page_of
from bot.domain.ridealongs.disclosures import in_map
from bot.domain.time.localtime import local_date
from bot.services.context import Tools
from bot.services.people.people import People
from bot.services.people.teams import leaders_of, team_of
from bot.services.ridealongs.facts import load_ride
from bot.storage.transaction import Memory

LATEST = 20  # ride-alongs of a series that a page is made from


class Development:
    """A leader's map of their team, and a salesperson's own page; nobody else ever gets at either."""

    def __init__(self, tools: Tools, people: People) -> None:
        self._tools = tools
        self._people = people

    async def facts(self, who: Who) -> DevelopmentFacts:
        """Both sides of this person: whom they lead, and who leads them. Raises Problem for a guest."""
        person = await self._people.permitted(who, Act.READ_HISTORY, own=True)
        async with self._tools.database.transaction(who.workspace_id) as memory:
            facts = await load_development(memory, person, self._tools)
            await memory.sights.note(in_map(facts), self._tools.clock())
            return facts


async def load_development(memory: Memory, person: Person, tools: Tools) -> DevelopmentFacts:
    """The same, inside a transaction that somebody else opened."""
    team, leaders = await team_of(memory, person.user_id), await leaders_of(memory, person.user_id)
    named = await _named(memory, person)
    pages = [await _led(memory, tools, person, other_id, named.get(other_id)) for other_id in team]
    own = [await _series(memory, tools, person, other_id, leads=False) for other_id in leaders]
    steps = open_commitments(await memory.commitments.of(person.user_id))[-MOST_STEPS:]
    today = tools.today(person)
    seen = await memory.sights.of(person.user_id, [step.id for step in steps])
    return DevelopmentFacts(
        person.user_id, today, longest_left_out_first(pages), tuple(own), tuple(steps) if own else (), seen
    )


async def _led(memory: Memory, tools: Tools, leader: Person, other_id: str, named: date | None) -> Page:
    moments = await memory.moments.about(leader.user_id, other_id)
    last = local_date(moments[0].at, leader.zone) if moments else None
    return await _series(memory, tools, leader, other_id, leads=True, moment=last, named=named)


async def _series(
    memory: Memory,
    tools: Tools,
    viewer: Person,
    other_id: str,
    *,
    leads: bool,
    moment: date | None = None,
    named: date | None = None,
) -> Page:
    pair = (viewer.user_id, other_id) if leads else (other_id, viewer.user_id)
    rides = (await memory.ridealongs.between(*pair))[-LATEST:]
    facts = [await load_ride(memory, ride, viewer, tools.clock()) for ride in rides]
    return page_of(other_id, facts, viewer.zone, moment, named)


async def _named(memory: Memory, leader: Person) -> dict[str, date]:
    """The latest week whose check-in names each person."""
    found: dict[str, date] = {}
    for checkin in await memory.checkins.of(leader.user_id):
        for user_id in checkin.developed:
            found.setdefault(user_id, checkin.week)
    return found
