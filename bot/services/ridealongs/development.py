"""The development map: gathers what one viewer may read of the work between them and each of the others."""

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
from bot.domain.ridealongs.facts import RideFacts
from bot.domain.time.localtime import local_date
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.people.teams import leaders_of, team_of
from bot.services.ridealongs.facts import load_made
from bot.storage.transaction import Transaction

LATEST = 20  # ride-alongs of a series that a page is made from
OPENED = 5  # the newest of them, of which the page names the skills that were agreed


class Development:
    """A leader's map of their team, and a salesperson's own page; nobody else ever gets at either."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> DevelopmentFacts:
        """Both sides of this person: whom they lead, and who leads them. Raises Problem for a guest."""
        person = await self._people.permitted(who, Permission.READ_HISTORY, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            facts = await load_development(transaction, person, self._context)
            shown = await transaction.disclosures.unknown(in_map(facts))
        await self._context.note_shown(who.workspace_id, shown)
        return facts


async def load_development(transaction: Transaction, person: Person, context: Context) -> DevelopmentFacts:
    """The same, inside a transaction that somebody else opened."""
    viewer_id, now, today = person.user_id, context.clock(), context.today(person)
    team, leaders = await team_of(transaction, viewer_id), await leaders_of(transaction, viewer_id)
    pairs = [*((viewer_id, other_id) for other_id in team), *((other_id, viewer_id) for other_id in leaders)]
    rides = await transaction.ridealongs.latest(pairs, LATEST, OPENED)
    made = await load_made(transaction, [ride for pair in pairs for ride in rides[pair]], person, now)
    named = await transaction.checkins.named_by(viewer_id)
    moments = await transaction.moments.all_about(viewer_id)
    known = {other.user_id: other for other in await transaction.people.some(team)}

    def page(pair: tuple[str, str], other_id: str, *, leads: bool) -> DevelopmentPage:
        other = known.get(other_id, Person(person.workspace_id, other_id))
        facts = [RideFacts(ride, person, other, now, made=made.get(ride.id)) for ride in rides[pair]]
        if not leads:
            return page_of(other, facts, person.zone)
        noted = [local_date(at, person.zone) for at in moments.get(other_id, ())]
        return page_of(other, facts, person.zone, noted, named.get(other_id, ()))

    pages = [page((viewer_id, other_id), other_id, leads=True) for other_id in team]
    own = [page((other_id, viewer_id), other_id, leads=False) for other_id in leaders]
    still = await transaction.commitments.open_of([viewer_id]) if own else {}
    steps = open_commitments(still.get(viewer_id, ()))[-MOST_STEPS:]
    seen = await transaction.disclosures.of(viewer_id, [step.id for step in steps]) if steps else ()
    return DevelopmentFacts(
        viewer_id, today, longest_left_out_first(pages), tuple(own), tuple(steps), own_seen=seen, leads=person.is_leader
    )
