"""What is special about the day of each recipient of a prompt; inside the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.checkins.checkins import CheckIn
from bot.domain.people.people import Person
from bot.domain.people.teams import on_team
from bot.domain.prompts.deals import OCCASIONS, Deal
from bot.domain.prompts.occasions import DEAL_FOR, DEALS, NEW_FOR, TAKE_OVER_FOR, Day
from bot.domain.time.fiscal import FiscalCalendar, Pressure, quarter_of
from bot.domain.time.localtime import week_of
from bot.domain.time.schedule import Calendar
from bot.nudges import TEAM_INVITATION
from bot.nudges.nudge import Facts
from bot.services.planning.working_days import calendar_of
from bot.storage.transaction import Transaction
from content.models import Audience, Occasion

AROUND = timedelta(days=21)  # how far to look for the next and the last working day


def audience_of(person: Person | None) -> Audience:
    """The audience to choose a prompt for; None is a channel, and so a whole team."""
    if person is None:
        return "team"
    if person.is_head:
        return "head"
    return "leader" if person.is_leader else "salesperson"


async def days_of(
    transaction: Transaction,
    batch: Sequence[Facts[Any]],
    pressures: Mapping[tuple[str, date], Pressure],
    fiscal: FiscalCalendar,
) -> list[Day]:
    """The day of each slot of a batch, in order; `pressures` are those of its recipients and weeks."""
    people = {facts.person.user_id for facts in batch if facts.person is not None}
    leaders = {facts.person.user_id for facts in batch if facts.person is not None and facts.person.is_leader}
    now = max(facts.now for facts in batch)
    calls = await transaction.ridealongs.calls_of(people, now - AROUND, now + AROUND)
    noted = await transaction.ridealongs.last_noted(people, now - TAKE_OVER_FOR - timedelta(days=1))
    first = min(facts.delivery.on for facts in batch)
    joined = await _joined(transaction, leaders, first)
    deals = {
        checkin.user_id: checkin for checkin in await transaction.checkins.since(leaders, week_of(first - DEAL_FOR))
    }

    told = await transaction.deals.last_of(people - leaders, now - DEAL_FOR)

    def day(facts: Facts[Any]) -> Day:
        on, recipient, person = facts.delivery.on, facts.delivery.recipient, facts.person
        return Day(
            on,
            facts.now,
            facts.zone,
            audience_of(person),
            quarter_of(on, fiscal),
            closes=pressures.get((recipient, week_of_slot(facts))) is Pressure.QUARTER_END,
            calendar=calendar_of(person) if person else Calendar(),
            calls=calls.get(recipient, ()),
            last_noted=noted.get(recipient),
            joined=joined.get(recipient, ()),
            deal=_deal(deals.get(recipient), facts.now) or _told(told.get(recipient), facts.now),
        )

    return [day(facts) for facts in batch]


def _deal(checkin: CheckIn | None, now: datetime) -> Occasion | None:
    """What somebody's newest check-in says about a deal, for DEAL_FOR after it was answered."""
    if checkin is None or not checkin.at < now <= checkin.at + DEAL_FOR:
        return None
    return DEALS.get(checkin.pulled or "")


def _told(deal: Deal | None, now: datetime) -> Occasion | None:
    """What a salesperson said about a deal, for DEAL_FOR after that."""
    return OCCASIONS[deal.outcome] if deal and deal.at < now <= deal.at + DEAL_FOR else None


async def _joined(transaction: Transaction, leaders: Collection[str], on: date) -> dict[str, list[date | None]]:
    """When each member of each leader's team was told about it, None if that is so long ago that they are not new."""
    joined: dict[str, list[date | None]] = {leader: [] for leader in leaders}
    members = on_team(await transaction.teams.of_leaders(leaders))
    salespeople = {member.salesperson_id for member in members}
    told_on = await transaction.outbox.told_of(TEAM_INVITATION, leaders, salespeople, on - NEW_FOR)
    for member in members:
        joined[member.leader_id].append(told_on.get(member.leader_id, {}).get(member.salesperson_id))
    return joined


def week_of_slot(facts: Facts[Any]) -> date:
    """The week (a Monday) that a slot belongs to: as its person counts weeks; from Monday in channels."""
    on = facts.delivery.on
    return facts.person.week_at(on) if facts.person is not None else week_of(on)
