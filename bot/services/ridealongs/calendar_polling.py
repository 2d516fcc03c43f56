"""Reads people's calendars, each at most hourly, and offers what looks like a ride-along, once."""

from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Protocol

from bot import log
from bot.calendar.fetch import Trouble, Unfetchable
from bot.calendar.reader import read_meetings
from bot.domain.people.people import Person
from bot.domain.people.taking_part import takes_part
from bot.domain.plans import Plan
from bot.domain.ridealongs.calendar_upkeep import after_failure, after_success, is_to_be_told
from bot.domain.ridealongs.meetings import AHEAD, EVERY, CalendarReading, PrivateCalendar, all_words
from bot.domain.time.schedule import DAY, EVERY_DAY, Rhythm, Timetable, local, next_slot_on_or_after
from bot.nudges import CALENDAR_OFFER, CALENDAR_STOPPED
from bot.services.background import Background, Claimed, each_due
from bot.services.context import Context, new_id
from bot.services.planning.working_days import calendar_of
from bot.storage.stores.calendars import claim_due
from bot.storage.transaction import Transaction

logger = log.get(__name__)
PAUSE = timedelta(minutes=1)
FAILED = "calendar_look_failed"
MORNING, EVENING = time(8, 30), time(18)
Read = Callable[[AsyncIterable[bytes], Sequence[str], datetime, datetime, str, str], Awaitable[CalendarReading]]


class CalendarSource(Protocol):
    """Downloads the bytes at an address."""

    def fetch(self, address: str) -> AsyncGenerator[bytes, None]:
        """The bytes, piece by piece. Raises Unfetchable, possibly midway."""
        ...


class CalendarPoller(Background):
    """One per process. `tick` is for the heartbeat; `poll` waits, for tests. Calendars that a stopped process did not
    get to are due again in an hour.
    """

    def __init__(self, context: Context, fetcher: CalendarSource, read: Read = read_meetings) -> None:
        self._context = context
        self._fetcher = fetcher
        self._read = read
        super().__init__(context.clock, self.poll, PAUSE, FAILED)

    async def poll(self) -> int:
        """Read every calendar that is due; returns how many there were."""

        async def claim(limit: int) -> list[Claimed]:
            now = self._context.clock()
            async with self._context.database.connection() as connection:
                return await claim_due(connection, now, now + EVERY, limit)

        return await each_due(claim, self._one, FAILED)

    async def _one(self, workspace_id: str, user_id: str) -> None:
        async with self._context.database.reading(workspace_id) as transaction:
            person, calendar = await transaction.people.get(user_id), await transaction.calendars.get(user_id)
        if person is None or calendar is None or not takes_part(person):
            return
        reading = await self._reading(person, calendar)
        async with self._context.database.transaction(workspace_id) as transaction:
            await self._keep(transaction, person, calendar, reading)

    async def _reading(self, person: Person, calendar: PrivateCalendar) -> CalendarReading | Trouble:
        """The contents of a calendar, or why it cannot be read."""
        now, words = self._context.clock(), all_words(calendar.words)
        try:
            async with aclosing(self._fetcher.fetch(calendar.address)) as pieces:
                return await self._read(pieces, words, now + EVERY, now + AHEAD, person.zone, calendar.address)
        except Unfetchable as reason:
            logger.info("calendar_unread", workspace=person.workspace_id, why=str(reason.why))
            return reason.why

    async def _keep(
        self, transaction: Transaction, person: Person, calendar: PrivateCalendar, reading: CalendarReading | Trouble
    ) -> None:
        """Record how the read went, and offer what is new; nothing if it was removed or replaced meanwhile."""
        now, current = self._context.clock(), await transaction.calendars.get(person.user_id)
        if current is None or current.address != calendar.address:
            return
        await transaction.calendars.forget_before(person.user_id, now)
        if isinstance(reading, CalendarReading):
            await transaction.calendars.note_poll(after_success(current, now, reading.seconds))
            await self._take(transaction, person, reading)
            return
        failed = after_failure(current, now, str(reading))
        if is_to_be_told(failed):
            failed = replace(failed, told_at=now)
            await self._send(transaction, person, CALENDAR_STOPPED, new_id())
        await transaction.calendars.note_poll(failed)

    async def _take(self, transaction: Transaction, person: Person, reading: CalendarReading) -> None:
        """Offer what is new; forget what is no longer in the calendar, or no longer at that time."""
        if reading.is_whole:
            known = [meeting.id for meeting in reading.meetings]
            await transaction.calendars.forget_missing(person.user_id, known, reading.first, reading.reached)
        booked = {ride.starts_at for ride in await transaction.ridealongs.of(person.user_id, self._context.clock())}
        batch, fresh = new_id(), [meeting for meeting in reading.meetings if meeting.starts_at not in booked]
        if await transaction.calendars.add(person.user_id, batch, fresh):
            await self._send(transaction, person, CALENDAR_OFFER, batch)

    async def _send(self, transaction: Transaction, person: Person, nudge: str, subject: str) -> None:
        """Send it now if it is their working time, else on their next working morning."""
        here, calendar = local(self._context.clock(), person.zone), calendar_of(person)
        if MORNING <= here.time() < EVENING and not calendar.is_day_off(here.date()):
            await transaction.outbox.add(self._context.at_once(person, nudge, subject))
            return
        first = here.date() if here.time() < MORNING else here.date() + DAY
        slot = next_slot_on_or_after(Timetable(Rhythm(MORNING, EVERY_DAY, person.zone), calendar), first)
        if slot is not None:
            plan = Plan(person.workspace_id, person.user_id, nudge, slot, subject, zone=person.zone)
            await transaction.schedules.save(plan)
