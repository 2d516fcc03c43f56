"""What a leader's own check-ins say over time; nobody else ever gets at it."""

from datetime import date

from bot.domain.checkins.insights import InsightFacts, LeaderRecord, insights
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.time.localtime import WEEK, week_of
from bot.nudges import TEAM_INVITATION
from bot.services.checkins.pressure_weeks import pressure_of
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
        """All that their check-ins say. Raises Problem for a guest."""
        person = await self._people.permitted(who, Permission.READ_INSIGHTS)
        this_week = person.week_at(self._context.today(person))
        async with self._context.database.reading(who.workspace_id) as transaction:
            record = await load_record(transaction, person)
        return facts_between(record, this_week - SPAN, this_week)


def facts_between(record: LeaderRecord, first: date, last: date) -> InsightFacts:
    """What the weeks from `first` to `last` (Mondays, both included) say."""
    part = record.between(first, last)
    since = min((checkin.week for checkin in part.checkins), default=last)
    return InsightFacts(tuple(insights(part)), len(part.checkins), since)


async def load_record(transaction: Transaction, person: Person) -> LeaderRecord:
    """All that a person's insights are made from, inside a transaction that somebody else opened."""
    checkins = tuple(checkin for checkin in await transaction.checkins.of(person.user_id) if not checkin.about_leaders)
    hard = await pressure_of(transaction, person.user_id, [checkin.week for checkin in checkins])
    team = {
        salesperson_id: await _since(transaction, person.user_id, salesperson_id)
        for salesperson_id in await team_of(transaction, person.user_id)
    }
    return LeaderRecord(checkins, frozenset(hard), tuple(await transaction.commitments.of(person.user_id)), team)


async def _since(transaction: Transaction, leader_id: str, salesperson_id: str) -> date:
    """The first whole week after a salesperson was named for the team; where that is long gone, for ever."""
    invitations = await transaction.outbox.of(salesperson_id, [TEAM_INVITATION], status=None)
    named_on = next((invitation.on for invitation in invitations if invitation.subject == leader_id), None)
    return date.min if named_on is None else week_of(named_on) + WEEK
