"""Counts what one person does on one day, and says when it is enough."""

from datetime import datetime, timedelta

from bot.domain.people.allowances import MOST_A_DAY, Allowance
from bot.domain.people.people import Person, Who
from bot.domain.people.safeguards import SafeguardKind
from bot.domain.time.hours import MIDNIGHT
from bot.domain.time.localtime import instant
from bot.errors import Problem
from bot.services.context import Context
from bot.services.people.people import People
from bot.storage.transaction import Transaction

SHORTEST_DAY = timedelta(hours=12)


class Allowances:
    """What nothing else counts in a transaction of its own."""

    def __init__(self, context: Context, people: People) -> None:
        self._context = context
        self._people = people

    async def use(self, who: Who, allowance: Allowance) -> None:
        """Count one more of today's. Raises Problem where there were as many as a day has."""
        person = await self._people.meet(who)
        async with self._context.database.transaction(who.workspace_id, aside=True) as transaction:
            await use(self._context, transaction, person, allowance)


async def use(
    context: Context, transaction: Transaction, person: Person, allowance: Allowance, field: str = ""
) -> None:
    """The same inside a transaction that somebody else opened; the Problem is at the `field` of a form, if any.

    It is kept under a keyed hash, so that deleting one's data and starting again gives no second day.
    """
    about, since = (allowance.value, person.user_id), begins(context, person)
    used = await transaction.safeguards.count_up(SafeguardKind.USED, *about, at=context.clock(), since=since)
    if used > MOST_A_DAY[allowance]:  # raised, so that nothing of it is kept
        raise _enough(allowance, field)


async def check(
    context: Context, transaction: Transaction, person: Person, allowance: Allowance, field: str = ""
) -> None:
    """Raises the same Problem and counts nothing: before something that costs, in a transaction that only reads."""
    about, since = (allowance.value, person.user_id), begins(context, person)
    if await transaction.safeguards.number(SafeguardKind.USED, *about, since=since) >= MOST_A_DAY[allowance]:
        raise _enough(allowance, field)


def _enough(allowance: Allowance, field: str) -> Problem:
    return Problem(f"allowances.{allowance}", field, most=MOST_A_DAY[allowance])


def begins(context: Context, person: Person) -> datetime:
    """Since when this person's day counts, aware UTC: since midnight where they are, or for some hours, if that is
    longer, so that nobody begins a new day by moving to a zone in which it is past midnight.
    """
    return min(instant(context.today(person), MIDNIGHT, person.zone), context.clock() - SHORTEST_DAY)
