"""Where somebody's calendar is: set, replaced, removed; and planning one of its meetings as a ride-along."""

from typing import Any

from bot.calendar.addresses import checked_address, host_of, is_number, is_public
from bot.domain.people.allowances import Allowance
from bot.domain.people.people import Person, Who
from bot.domain.people.permissions import Permission
from bot.domain.ridealongs.facts import Draft, PlanForm
from bot.domain.ridealongs.meetings import (
    CalendarFacts,
    MeetingOffers,
    PrivateCalendar,
    all_words,
    customer_in,
    words_in,
)
from bot.domain.ridealongs.plan_check import LONGEST, SHORTEST
from bot.domain.time.schedule import local
from bot.errors import Problem
from bot.nudges import CALENDAR_OFFER, CALENDAR_STOPPED
from bot.nudges.nudge import Facts
from bot.services.context import Context, new_id
from bot.services.people import allowances
from bot.services.people.people import People
from bot.services.people.teams import leaders_of, team_of
from bot.storage.transaction import Transaction
from content.models import Library


class CalendarSettings:
    """Only the person themselves knows that there is a calendar."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who) -> CalendarFacts:
        """What is known about this person's calendar. Raises Problem for a guest."""
        await self._people.permitted(who, Permission.KEEP_CALENDAR, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            calendar = await transaction.calendars.get(who.user_id)
        return _facts(calendar)

    async def save(self, who: Who, address: str, words: str, *, remove: bool = False) -> CalendarFacts:
        """Save an address and words, or remove the calendar; an empty address leaves the current one. It is read within
        a minute. Raises Problem at the field for an invalid address.
        """
        person = await self._people.permitted(who, Permission.KEEP_CALENDAR, own=True)
        checked = checked_address(address) if address.strip() else ""
        host = host_of(checked) if checked else ""
        if checked is None or (is_number(host) and not is_public(host)):
            raise Problem("calendar.problems.address", field="address")
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before = await transaction.calendars.get(who.user_id)
            if remove:
                await transaction.calendars.remove(who.user_id)
                for nudge in (CALENDAR_OFFER, CALENDAR_STOPPED):
                    await transaction.schedules.remove(who.user_id, nudge)
                return CalendarFacts()
            if before is None and not checked:
                raise Problem("errors.needed", field="address")
            await allowances.use(self._context, transaction, person, Allowance.CALENDAR, "address")
            after = PrivateCalendar(
                who.user_id, checked or (before.address if before else ""), words_in(words), self._context.clock()
            )
            await transaction.calendars.save(after)
        return CalendarFacts(host_of(after.address), after.words)

    async def plan_form(self, who: Who, meeting_id: str) -> PlanForm:
        """The plan of a ride-along, prefilled from a meeting. Raises Problem if it was not offered to them."""
        person = await self._people.permitted(who, Permission.KEEP_CALENDAR, own=True)
        async with self._context.database.reading(who.workspace_id) as transaction:
            meeting, calendar = await transaction.calendars.meeting(who.user_id, meeting_id), None
            if meeting is None:
                raise Problem("calendar.problems.gone")
            calendar = await transaction.calendars.get(who.user_id)
            other = await _named(transaction, person, meeting.title)
            first = not await transaction.ridealongs.has_any(who.user_id)
        begins = local(meeting.starts_at, person.zone)
        customer = customer_in(meeting.title, all_words(calendar.words if calendar else ()))
        minutes = min(max(meeting.minutes, int(SHORTEST.total_seconds() // 60)), int(LONGEST.total_seconds() // 60))
        draft = Draft(other, customer, begins.date(), begins.time().replace(tzinfo=None), minutes)
        return PlanForm(new_id(), person.zone, person.is_leader, draft, is_first=first)


async def load_calendar(transaction: Transaction, _library: Library, facts: Facts[Any]) -> CalendarFacts:
    """For `facts.LOADERS`: the state of reading somebody's calendar."""
    calendar = await transaction.calendars.get(facts.delivery.recipient)
    return _facts(calendar)


def _facts(calendar: PrivateCalendar | None) -> CalendarFacts:
    """What is shown of it. Every stored address has a server; an address without one cannot be decrypted with our keys,
    and its placeholder, which says so, is shown: an empty form would suggest that there is no calendar.
    """
    if calendar is None:
        return CalendarFacts()
    return CalendarFacts(host_of(calendar.address) or calendar.address, calendar.words, calendar.trouble)


async def load_offers(transaction: Transaction, _library: Library, facts: Facts[Any]) -> MeetingOffers:
    """The meetings from one read that are still to come."""
    meetings = await transaction.calendars.offered(facts.delivery.recipient, facts.delivery.subject)
    ahead = tuple(meeting for meeting in meetings if meeting.starts_at > facts.now)
    return MeetingOffers(facts.zone, ahead)


async def _named(transaction: Transaction, person: Person, title: str) -> str | None:
    """Whom the title names: the one person on their team, or among their leaders, whose first name is in it."""
    others = await (team_of if person.is_leader else leaders_of)(transaction, person.user_id)
    words = {word.strip(".,:;()").lower() for word in title.split()}
    known = await transaction.people.some(others)
    fits = [colleague.user_id for colleague in known if colleague.name and colleague.name.split()[0].lower() in words]
    return fits[0] if len(fits) == 1 else None
