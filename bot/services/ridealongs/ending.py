"""A ride-along at its end: one of the two says that it is over, or that there was no call."""

from dataclasses import replace

from bot.domain.people.people import Who
from bot.domain.ridealongs.facts import News, RideFacts
from bot.domain.ridealongs.ridealongs import end_now, not_held
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.people import People
from bot.services.ridealongs.facts import load_ride, own_ride
from bot.services.ridealongs.news import tell_other
from bot.services.ridealongs.slots import ask_now, move_slots


class RideAlongEnd:
    """Calls seldom end on the planned minute."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def facts(self, who: Who, ride_id: str) -> RideFacts:
        """The call as this person, one of the two, may see it. Raises Problem if it is not theirs."""
        person = await self._people.meet(who)
        async with self._context.database.reading(who.workspace_id) as transaction:
            ride = await own_ride(transaction, person, ride_id)
            return await load_ride(transaction, ride, person, self._context.clock())

    async def over(self, who: Who, ride_id: str) -> RideFacts:
        """End it now: both are asked at once instead of at the planned end. Doing so again changes nothing. Raises
        Problem if it is not theirs, was cancelled, or has not begun.
        """
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            ride, now = await own_ride(transaction, person, ride_id), self._context.clock()
            after = end_now(ride, who.user_id, now)
            if after.length != ride.length:
                await transaction.ridealongs.save(after)
                await move_slots(transaction, ride, after, now)
                await ask_now(transaction, self._context, after)
            return await load_ride(transaction, after, person, now)

    async def not_held(self, who: Who, ride_id: str) -> RideFacts:
        """There was no call: it counts as cancelled, nobody is asked about it any more, and the other is told. Raises
        Problem if it is not theirs or has not begun, or one of the two has answered how it went.
        """
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id) as transaction:
            before, now, is_told = await own_ride(transaction, person, ride_id), self._context.clock(), True
            if await transaction.ridealongs.reflections(ride_id):
                raise Problem("reflections.problems.was_held")
            after = not_held(before, who.user_id, now)
            if after != before:
                await transaction.ridealongs.save(after)
                await move_slots(transaction, before, after, now)
                is_told = await tell_other(self._context, transaction, before, after, who.user_id, News.CANCELLED)
            return replace(await load_ride(transaction, after, person, now), untold=not is_told)
