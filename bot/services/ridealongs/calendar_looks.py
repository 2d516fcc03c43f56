"""Looks into people's calendars, at most hourly each, and offers what looks like a ride-along once."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Sequence
from contextlib import aclosing, suppress
from datetime import datetime, time, timedelta
from typing import Protocol

from bot import log
from bot.calendar.fetch import Unfetchable
from bot.calendar.reader import read_meetings
from bot.domain.people.people import Person, PersonStatus
from bot.domain.plans import Plan
from bot.domain.ridealongs.meetings import AHEAD, EVERY, CalendarReading, Meeting, PrivateCalendar, all_words
from bot.domain.time.schedule import DAY, EVERY_DAY, Rhythm, Timetable, local, next_slot_on_or_after
from bot.nudges import CALENDAR_OFFER
from bot.services.context import Context, new_id
from bot.services.planning.working_days import calendar_of
from bot.storage.stores.calendars import claim_due
from bot.storage.transaction import Transaction

logger = log.get(__name__)
AT_ONCE = 50  # calendars claimed at a time
SIDE_BY_SIDE = 5
PAUSE = timedelta(minutes=1)
MORNING, EVENING = time(8, 30), time(18)
Read = Callable[[AsyncIterable[bytes], Sequence[str], datetime, datetime, str, str], Awaitable[CalendarReading]]


class CalendarSource(Protocol):
    """Whatever gets the bytes at an address."""

    def fetch(self, address: str) -> AsyncGenerator[bytes, None]:
        """The bytes, piece by piece. Raises Unfetchable, also between two of them."""
        ...


class CalendarLooks:
    """One a process. `tick` is for the heartbeat and returns at once; `look` waits, for tests."""

    def __init__(self, context: Context, fetcher: CalendarSource, read: Read = read_meetings) -> None:
        self._context = context
        self._fetcher = fetcher
        self._read = read
        self._next: datetime | None = None
        self._task: asyncio.Task[None] | None = None

    def tick(self) -> None:
        """Begin a look beside everything else, once a minute at most and never two at once."""
        now = self._context.clock()
        if (self._task is None or self._task.done()) and (self._next is None or not now < self._next <= now + PAUSE):
            self._next = now + PAUSE
            self._task = asyncio.create_task(self._safely())

    async def stop(self) -> None:
        """End a look that is under way; what it did not get to is due again in an hour."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def look(self) -> int:
        """Look into every calendar that is due; how many that were."""
        looked, now = 0, self._context.clock()
        while True:
            async with self._context.database.connection() as connection:
                due = await claim_due(connection, now, now + EVERY, AT_ONCE)
            turns = asyncio.Semaphore(SIDE_BY_SIDE)
            await asyncio.gather(*(self._one(turns, *each) for each in due))
            looked += len(due)
            if len(due) < AT_ONCE:
                return looked

    async def _safely(self) -> None:
        try:
            await self.look()
        except Exception:
            logger.exception("calendar_look_failed")

    async def _one(self, turns: asyncio.Semaphore, workspace_id: str, user_id: str) -> None:
        async with turns:
            async with self._context.database.transaction(workspace_id) as transaction:
                person, calendar = await transaction.people.get(user_id), await transaction.calendars.get(user_id)
            if person is None or calendar is None or person.status is not PersonStatus.ACTIVE:
                return
            now, found, trouble = self._context.clock(), tuple[Meeting, ...](), ""
            try:
                async with aclosing(self._fetcher.fetch(calendar.address)) as pieces:
                    reading = await self._read(
                        pieces, all_words(calendar.words), now + EVERY, now + AHEAD, person.zone, calendar.address
                    )
                found = reading.meetings
            except Unfetchable as reason:
                trouble = str(reason.why)
                logger.info("calendar_unread", workspace=workspace_id, why=trouble)
            async with self._context.database.transaction(workspace_id) as transaction:
                await self._keep(transaction, person, calendar, found, trouble)

    async def _keep(
        self,
        transaction: Transaction,
        person: Person,
        calendar: PrivateCalendar,
        found: Sequence[Meeting],
        trouble: str,
    ) -> None:
        """Note how the look went, and offer what is new; nothing of a calendar removed or replaced meanwhile."""
        now, current = self._context.clock(), await transaction.calendars.get(person.user_id)
        if current is None or current.address != calendar.address:
            return
        if current.trouble != trouble:
            await transaction.calendars.set_trouble(person.user_id, trouble)
        await transaction.calendars.forget_before(person.user_id, now)
        booked = {ride.starts_at for ride in await transaction.ridealongs.of(person.user_id, now)}
        batch = new_id()
        if await transaction.calendars.add(
            person.user_id, batch, [one for one in found if one.starts_at not in booked]
        ):
            await self._offer(transaction, person, batch)

    async def _offer(self, transaction: Transaction, person: Person, batch: str) -> None:
        """Now, where it is their working time, else on their next working morning."""
        here, calendar = local(self._context.clock(), person.zone), calendar_of(person)
        if MORNING <= here.time() < EVENING and not calendar.is_day_off(here.date()):
            await transaction.outbox.add(self._context.at_once(person, CALENDAR_OFFER, batch))
            return
        first = here.date() if here.time() < MORNING else here.date() + DAY
        slot = next_slot_on_or_after(Timetable(Rhythm(MORNING, EVERY_DAY, person.zone), calendar), first)
        if slot is not None:
            plan = Plan(person.workspace_id, person.user_id, CALENDAR_OFFER, slot, batch, zone=person.zone)
            await transaction.schedules.save(plan)
