"""What a leader's own check-ins say over time; nobody else can ever see it."""

from datetime import date

from bot.computing import compute_at_once
from bot.domain.checkins.insights import InsightFacts, LeaderRecord, insights
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.time.localtime import WEEK, week_of
from bot.nudges import TEAM_INVITATION
from bot.services.checkins.pressure import pressure_of
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.people.teams import team_of
from bot.storage.transaction import Transaction

SPAN = 52 * WEEK


class Insights:
    """A person's own insights, over the last year."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> InsightFacts:
        """Everything that their check-ins say. Raises Problem for a guest."""
        person = await self._people.permitted(who, Permission.READ_INSIGHTS)
        this_week = person.week_at(self._context.today(person))
        async with self._context.database.reading(who.workspace_id) as transaction:
            record = await load_record(transaction, person, this_week - SPAN)
        # The significance tests take a few milliseconds, and nobody else should wait for them.
        return await compute_at_once(facts_between, record, this_week - SPAN, this_week)


def facts_between(record: LeaderRecord, first: date, last: date) -> InsightFacts:
    """What the weeks from `first` to `last` (Mondays, both included) say."""
    part = record.between(first, last)
    since = min((checkin.week for checkin in part.checkins), default=last)
    return InsightFacts(tuple(insights(part)), len(part.checkins), since)


async def load_record(
    transaction: Transaction, person: Person, since: date, *, plans_since: date | None = None
) -> LeaderRecord:
    """The input for a person's insights about the weeks from Monday `since` on; inside the caller's transaction. No
    text is decrypted. `plans_since`: the Monday from which plans are counted, if later.
    """
    checkins = await transaction.checkins.about_team(person.user_id, since)
    hard = await pressure_of(transaction, person.user_id, [checkin.week for checkin in checkins])
    salespeople = await team_of(transaction, person.user_id)
    told = await transaction.outbox.told_of(TEAM_INVITATION, [person.user_id], salespeople, since - WEEK)
    named_on = told.get(person.user_id, {})
    team = {other_id: _since(named_on.get(other_id)) for other_id in salespeople}
    outcomes = await transaction.commitments.outcomes(person.user_id, plans_since or since)
    return LeaderRecord(tuple(checkins), frozenset(hard), outcomes, team)


def _since(named_on: date | None) -> date:
    """The first whole week after a salesperson was named for the team; date.min if that was long ago."""
    return date.min if named_on is None else week_of(named_on) + WEEK
