"""The development map: gathers what one viewer may read about the work between them and each other person."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.domain.checkins.commitments import open_commitments
from bot.domain.people.people import Person, Position, Who
from bot.domain.people.permissions import Permission
from bot.domain.people.positions import position_of
from bot.domain.ridealongs.development import (
    MOST_STEPS,
    DevelopmentFacts,
    SeriesSummary,
    longest_left_out_first,
    page_of,
    picture_begins,
)
from bot.domain.ridealongs.disclosures import in_map
from bot.domain.time.hours import MIDNIGHT
from bot.domain.time.localtime import instant, local_date, week_of
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.people.teams import leaders_of, team_of
from bot.services.ridealongs.steps import load_open
from bot.storage.transaction import Transaction


class Development:
    """A leader's map of their team, and a salesperson's own page; nobody else can ever see either."""

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
    """The same, inside the caller's transaction."""
    viewer_id, today = person.user_id, context.today(person)
    team, leaders = await team_of(transaction, viewer_id), await leaders_of(transaction, viewer_id)
    since = picture_begins(week_of(today))
    led = await _series(transaction, person, context, [viewer_id], team, since)
    joined = await _series(transaction, person, context, leaders, [viewer_id], since)
    pairs = {*((viewer_id, other_id) for other_id in team), *((other_id, viewer_id) for other_id in leaders)}
    made = await load_open(transaction, person, pairs, context.clock())
    named = await transaction.checkins.named_by(viewer_id, team, since) if team else {}
    moments = await _moments(transaction, person, since) if team else {}
    known = {other.user_id: other for other in await transaction.people.some(team)}

    def someone(other_id: str) -> Person:
        return known.get(other_id, Person(person.workspace_id, other_id))

    pages = [
        page_of(
            someone(other_id),
            led.get((viewer_id, other_id), SeriesSummary()),
            person.zone,
            made[viewer_id, other_id],
            moments.get(other_id, ()),
            named.get(other_id, ()),
        )
        for other_id in team
    ]
    own = [
        page_of(
            someone(other_id),
            joined.get((other_id, viewer_id), SeriesSummary()),
            person.zone,
            made[other_id, viewer_id],
        )
        for other_id in leaders
    ]
    still = await transaction.commitments.open_of([viewer_id]) if own else {}
    steps = open_commitments(still.get(viewer_id, ()))[-MOST_STEPS:]
    seen = await transaction.disclosures.of(viewer_id, [step.id for step in steps]) if steps else ()
    return DevelopmentFacts(
        viewer_id,
        today,
        longest_left_out_first(pages),
        tuple(own),
        tuple(steps),
        own_seen=seen,
        leads=person.is_leader,
        sells=position_of(person) is Position.SALESPERSON,
    )


async def _series(
    transaction: Transaction,
    person: Person,
    context: Context,
    leaders: Sequence[str],
    salespeople: Sequence[str],
    since: date,
) -> dict[tuple[str, str], SeriesSummary]:
    if not leaders or not salespeople:
        return {}
    begins = instant(since, MIDNIGHT, person.zone)
    return await transaction.series.summaries(leaders, salespeople, context.clock(), begins)


async def _moments(transaction: Transaction, person: Person, since: date) -> Mapping[str, Sequence[date]]:
    """The local dates of this person's moments about each salesperson: the newest, and those in the picture."""
    kept = await transaction.moments.when_about(person.user_id, instant(since, MIDNIGHT, person.zone))
    return {user_id: [local_date(at, person.zone) for at in moments] for user_id, moments in kept.items()}
