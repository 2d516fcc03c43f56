"""The development map: gathers what one viewer may read of the work between them and each of the others."""

from datetime import date

from bot.domain.checkins.commitments import open_commitments
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.ridealongs.development import (
    MOST_STEPS,
    DevelopmentFacts,
    DevelopmentPage,
    longest_left_out_first,
    page_of,
)
from bot.domain.ridealongs.disclosures import in_map
from bot.domain.time.localtime import local_date
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.people.teams import leaders_of, team_of
from bot.services.ridealongs.facts import load_ride
from bot.storage.transaction import Transaction

LATEST = 20  # ride-alongs of a series that a page is made from


class Development:
    """A leader's map of their team, and a salesperson's own page; nobody else ever gets at either."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> DevelopmentFacts:
        """Both sides of this person: whom they lead, and who leads them. Raises Problem for a guest."""
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            facts = await load_development(transaction, person, self._context)
            await transaction.disclosures.note(in_map(facts), self._context.clock())
            return facts


async def load_development(transaction: Transaction, person: Person, context: Context) -> DevelopmentFacts:
    """The same, inside a transaction that somebody else opened."""
    team, leaders = await team_of(transaction, person.user_id), await leaders_of(transaction, person.user_id)
    named = await _named(transaction, person)
    pages = [await _led(transaction, context, person, other_id, named.get(other_id)) for other_id in team]
    own = [await _series(transaction, context, person, other_id, leads=False) for other_id in leaders]
    steps = open_commitments(await transaction.commitments.of(person.user_id))[-MOST_STEPS:]
    today = context.today(person)
    seen = await transaction.disclosures.of(person.user_id, [step.id for step in steps])
    return DevelopmentFacts(
        person.user_id, today, longest_left_out_first(pages), tuple(own), tuple(steps) if own else (), own_seen=seen
    )


async def _led(
    transaction: Transaction, context: Context, leader: Person, other_id: str, named: date | None
) -> DevelopmentPage:
    moments = await transaction.moments.about(leader.user_id, other_id)
    last = local_date(moments[0].at, leader.zone) if moments else None
    return await _series(transaction, context, leader, other_id, leads=True, moment=last, named=named)


async def _series(
    transaction: Transaction,
    context: Context,
    viewer: Person,
    other_id: str,
    *,
    leads: bool,
    moment: date | None = None,
    named: date | None = None,
) -> DevelopmentPage:
    pair = (viewer.user_id, other_id) if leads else (other_id, viewer.user_id)
    rides = (await transaction.ridealongs.between(*pair))[-LATEST:]
    facts = [await load_ride(transaction, ride, viewer, context.clock()) for ride in rides]
    return page_of(other_id, facts, viewer.zone, moment, named)


async def _named(transaction: Transaction, leader: Person) -> dict[str, date]:
    """The latest week whose check-in names each person."""
    last_named: dict[str, date] = {}
    for checkin in await transaction.checkins.of(leader.user_id):
        for user_id in checkin.developed:
            last_named.setdefault(user_id, checkin.week)
    return last_named
